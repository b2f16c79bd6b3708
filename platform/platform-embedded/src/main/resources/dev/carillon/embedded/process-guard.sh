# Ends the watched processes when its standard input closes, which happens when its owner dies for any reason: sends each its
# signal, and kills those that are still alive after 5 s.
# Lines on standard input: "watch <pid> <signal>" and "forget <pid>".
trap '' INT TERM HUP
watched=
while read -r verb pid signal; do
  case $verb in
    watch) watched="$watched $pid:$signal" ;;
    forget)
      kept=
      for entry in $watched; do
        [ "${entry%%:*}" = "$pid" ] || kept="$kept $entry"
      done
      watched=$kept ;;
  esac
done
for entry in $watched; do
  kill -s "${entry##*:}" "${entry%%:*}" 2>/dev/null
done
round=0
while [ $round -lt 25 ]; do
  left=
  for entry in $watched; do
    kill -0 "${entry%%:*}" 2>/dev/null && left="$left $entry"
  done
  [ -z "$left" ] && exit 0
  sleep 0.2
  round=$((round + 1))
done
for entry in $left; do
  kill -s KILL "${entry%%:*}" 2>/dev/null
done
