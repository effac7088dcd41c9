package dev.nightjar.batch;

import dev.nightjar.market.Sha256;
import java.util.ArrayList;
import java.util.List;

/** Tells what comes of random books, one line for each strategy: a process of its own for {@link OtherJavaTest}. */
final class RandomBookDigests {

    private RandomBookDigests() {}

    public static void main(String[] args) {
        lines(Integer.parseInt(args[0])).forEach(System.out::println);
    }

    /** @param seeds how many of each kind */
    static List<String> lines(int seeds) {
        List<String> lines = new ArrayList<>();
        for (RandomBook.Kind kind : RandomBook.Kind.values()) {
            for (int seed = 1; seed <= seeds; seed++) {
                RandomBook book = RandomBook.of(kind, seed);
                for (int number = 0; number < book.instances().size(); number++) {
                    StringBuilder files = new StringBuilder();
                    book.alone(number)
                            .forEach((name, content) ->
                                    files.append(' ').append(name).append(' ').append(Sha256.of(content)));
                    lines.add(kind.name() + ' ' + (char) ('0' + seed % 10) + ' ' + (char) ('0' + number) + files);
                }
            }
        }
        return lines;
    }
}
