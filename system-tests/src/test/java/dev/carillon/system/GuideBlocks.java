package dev.carillon.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The code blocks of a Markdown page that can be run. Commands are in `console` blocks, after `$ `, with their output
/// below. A comment on the line before a block changes how it is run:
///
/// - `<!-- skip: reason -->`: the block is not run.
/// - `<!-- needs: command -->`: the block is run only where that command succeeds.
/// - `<!-- file: name -->`: the block, in any language, is written to that file for later commands.
/// - `<!-- until -->`: the commands are repeated until the output is as shown, because it takes a moment.
final class GuideBlocks {
    private static final Pattern FENCE = Pattern.compile("```(\\S*)\\s*");
    private static final Pattern MARK =
            Pattern.compile("<!-- (skip|needs|file|until)(?:: (.+?))? -->");
    private static final Set<String> SHELLS = Set.of("sh", "bash", "shell", "zsh");

    private GuideBlocks() {}

    /// A block.
    ///
    /// @param line line of the page on which its text begins, from 1
    record Block(
            String page,
            int line,
            Optional<String> skip,
            Optional<String> needs,
            Optional<String> file,
            boolean until,
            List<String> lines) {
        String where() {
            return page + ":" + line;
        }
    }

    /// A command with the output that the page shows.
    record Step(String command, List<String> answer, int line) {}

    static List<Block> of(Path page) throws IOException {
        return of(page.getFileName().toString(), Files.readAllLines(page));
    }

    /// @throws IllegalStateException for a block of commands that is not written in a form that can be run
    static List<Block> of(String page, List<String> lines) {
        List<Block> blocks = new ArrayList<>();
        List<String> marks = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            Matcher fence = FENCE.matcher(lines.get(at));
            if (!fence.matches()) {
                if (MARK.matcher(lines.get(at)).matches()) {
                    marks.add(lines.get(at));
                } else {
                    marks.clear();
                }
                continue;
            }
            int from = at + 1;
            int end = from;
            while (end < lines.size() && !lines.get(end).startsWith("```")) {
                end++;
            }
            add(block(page, from + 1, marks, lines.subList(from, end)), fence.group(1), blocks);
            marks.clear();
            at = end;
        }
        return blocks;
    }

    private static void add(Block block, String language, List<Block> blocks) {
        boolean commands =
                block.lines().stream().anyMatch(line -> line.matches("(\\./carillon|curl|\\$) .*"));
        if (SHELLS.contains(language) || (language.isEmpty() && commands)) {
            throw new IllegalStateException(
                    block.where() + ": write commands in a ```console block, after \"$ \"");
        }
        if (block.file().isPresent() || language.equals("console")) {
            blocks.add(block);
        } else if (block.skip().isPresent() || block.needs().isPresent() || block.until()) {
            throw new IllegalStateException(
                    block.where() + ": this comment is allowed before a console block only");
        }
    }

    private static Block block(String page, int line, List<String> marks, List<String> lines) {
        return new Block(
                page,
                line,
                mark("skip", marks),
                mark("needs", marks),
                mark("file", marks),
                marks.contains("<!-- until -->"),
                List.copyOf(lines));
    }

    private static Optional<String> mark(String name, List<String> marks) {
        return marks.stream()
                .map(MARK::matcher)
                .filter(Matcher::matches)
                .filter(mark -> mark.group(1).equals(name) && mark.group(2) != null)
                .map(mark -> mark.group(2))
                .findFirst();
    }

    /// The commands of a console block.
    ///
    /// @throws IllegalStateException when there is text before the first command
    static List<Step> steps(Block block) {
        List<Step> steps = new ArrayList<>();
        for (int at = 0; at < block.lines().size(); at++) {
            String line = block.lines().get(at);
            int number = block.line() + at;
            if (line.startsWith("$ ")) {
                StringBuilder command = new StringBuilder(line.substring(2));
                while (isOpen(command) && at + 1 < block.lines().size()) {
                    command.append('\n').append(block.lines().get(++at));
                }
                steps.add(new Step(command.toString(), new ArrayList<>(), number));
            } else if (steps.isEmpty()) {
                throw new IllegalStateException(
                        block.page() + ":" + number + ": a console block must begin with \"$ \"");
            } else {
                steps.getLast().answer().add(line);
            }
        }
        return steps;
    }

    /// Whether a command continues in the next line: after a backslash or a pipe, or inside quotes.
    private static boolean isOpen(CharSequence command) {
        char quote = 0;
        for (int at = 0; at < command.length(); at++) {
            char c = command.charAt(at);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '#' && at > 0 && command.charAt(at - 1) == ' ') {
                while (at + 1 < command.length() && command.charAt(at + 1) != '\n') {
                    at++;
                }
            } else if (c == '\\') {
                if (at + 1 == command.length()) {
                    return true;
                }
                at++;
            }
        }
        return quote != 0 || command.toString().stripTrailing().endsWith("|");
    }

    /// Whether the output is as shown: `…` matches anything, and white space is ignored.
    static boolean matches(List<String> shown, String answer) {
        String pattern =
                Pattern.compile("…")
                        .splitAsStream(withoutSpace(String.join("\n", shown)) + "\0")
                        .map(part -> part.replace("\0", ""))
                        .map(part -> part.isEmpty() ? "" : Pattern.quote(part))
                        .reduce((one, other) -> one + ".*?" + other)
                        .orElse("");
        return Pattern.compile(pattern, Pattern.DOTALL).matcher(withoutSpace(answer)).matches();
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
