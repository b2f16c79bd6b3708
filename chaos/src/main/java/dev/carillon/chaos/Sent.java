package dev.carillon.chaos;

import dev.carillon.drive.Rest;
import java.io.UncheckedIOException;
import java.net.ConnectException;

/// A call that was sent to one replica after another until it was answered.
///
/// @param again whether an earlier sending may have arrived too, and may still be applied
record Sent(Rest.Answer answer, boolean again) {
    static Sent untilAnswered(Rest.Call call) {
        int[] sendings = {0};
        Rest.Answer answer =
                Rest.untilAnswered(
                        Run.REPLICAS,
                        replica -> {
                            sendings[0]++;
                            try {
                                return call.to(replica);
                            } catch (UncheckedIOException noAnswer) {
                                if (noAnswer.getCause() instanceof ConnectException) {
                                    // The connection was refused, so this sending did not arrive.
                                    sendings[0]--;
                                }
                                throw noAnswer;
                            }
                        });
        return new Sent(answer, sendings[0] > 1);
    }
}
