package dev.nightjar.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Draws the table that {@link EngineBench} prints: the number of strategies against what a day of theirs costs in passes, both logarithmic,
 * one line a book. The same table gives the same bytes.
 *
 * <p>Arguments: a file with the table, and the SVG file to be written.
 */
public final class BooksChart {

    /** Book, strategies, ms a day, us each, / one pass, added by each, trades. */
    private static final Pattern ROW = Pattern.compile(
            "(\\S.{22,}?) +(\\d+) +[\\d.]+ +[\\d.]+ +([\\d.]+) +-?[\\d.]+% +\\d+ *", Pattern.UNICODE_CHARACTER_CLASS);

    private static final int WIDTH = 860;
    private static final int HEIGHT = 460;
    private static final int LEFT = 70;
    private static final int RIGHT = 660;
    private static final int TOP = 30;
    private static final int BOTTOM = 400;
    private static final int LINE = 17;
    /** Seen on white and on black. */
    private static final String[] COLOURS = {"#2f81f7", "#d29922", "#3fb950", "#db61a2", "#a371f7", "#f0704a"};

    private static final String[] DASHES = {"", "8 4", "2 4", "12 4 2 4", "5 3", "1 3"};

    private record Point(int strategies, double passes) {}

    private final Map<String, List<Point>> books;
    private final int widest;
    private final int lowest;
    private final int highest;

    private BooksChart(Map<String, List<Point>> books) {
        this.books = books;
        List<Point> all = books.values().stream().flatMap(List::stream).toList();
        widest = (int) Math.ceil(
                Math.log10(all.stream().mapToInt(Point::strategies).max().orElseThrow()));
        double least = all.stream().mapToDouble(Point::passes).min().orElseThrow();
        double most = all.stream().mapToDouble(Point::passes).max().orElseThrow();
        lowest = (int) Math.floor(Math.log10(Math.min(least, 0.9)));
        highest = (int) Math.ceil(Math.log10(Math.max(most, 1.1)));
    }

    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[1]), svg(Files.readString(Path.of(args[0]))));
    }

    /**
     * {@return the drawing of a table}
     *
     * @throws IllegalArgumentException if the text has no row of the table
     */
    static String svg(String table) {
        Map<String, List<Point>> books = new LinkedHashMap<>();
        for (String line : table.split("\\R")) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                books.computeIfAbsent(row.group(1).strip(), book -> new ArrayList<>())
                        .add(new Point(Integer.parseInt(row.group(2)), Double.parseDouble(row.group(3))));
            }
        }
        if (books.isEmpty()) {
            throw new IllegalArgumentException(
                    "the text has no row such as: book, strategies, ms a day, us each, / one pass, added, trades");
        }
        return new BooksChart(books).draw();
    }

    private String draw() {
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="sans-serif" font-size="13">
                <title>What a day costs by the number of strategies, in passes over its ticks</title>
                <style>text { fill: #57606a } .grid { stroke: #8b949e; stroke-opacity: 0.35 } .pass { stroke: #8b949e; stroke-width: 1.5 }
                @media (prefers-color-scheme: dark) { text { fill: #adbac7 } }</style>
                """, WIDTH, HEIGHT));
        for (int power = 0; power <= widest; power++) {
            double at = x(Math.pow(10, power));
            svg.append(line("grid", at, TOP, at, BOTTOM));
            svg.append(text(at, BOTTOM + 20, "middle", String.format(Locale.ROOT, "%,d", (int) Math.pow(10, power))));
        }
        for (int power = lowest; power <= highest; power++) {
            double at = y(Math.pow(10, power));
            svg.append(line(power == 0 ? "pass" : "grid", LEFT, at, RIGHT, at));
            svg.append(text(
                    LEFT - 8,
                    at + 4,
                    "end",
                    power < 0
                            ? Double.toString(Math.pow(10, power))
                            : String.format(Locale.ROOT, "%,d", (int) Math.pow(10, power))));
        }
        svg.append(text((LEFT + RIGHT) / 2.0, HEIGHT - 15, "middle", "strategies"));
        svg.append(text(LEFT - 55, TOP - 12, "start", "passes over all ticks of the day"));
        drawBooks(svg);
        return svg.append("</svg>\n").toString();
    }

    private void drawBooks(StringBuilder svg) {
        List<String> names = List.copyOf(books.keySet());
        List<String> fromTheTop = names.stream()
                .sorted(Comparator.comparingDouble((String name) -> -last(name).passes()))
                .toList();
        double free = TOP;
        for (String name : fromTheTop) {
            int place = names.indexOf(name);
            String colour = COLOURS[place % COLOURS.length];
            StringBuilder points = new StringBuilder();
            for (Point point : books.getOrDefault(name, List.of())) {
                points.append(points.isEmpty() ? "" : " ")
                        .append(number(x(point.strategies())))
                        .append(',')
                        .append(number(y(point.passes())));
                svg.append(String.format(
                        Locale.ROOT,
                        "<circle cx=\"%s\" cy=\"%s\" r=\"3\" fill=\"%s\"/>\n",
                        number(x(point.strategies())),
                        number(y(point.passes())),
                        colour));
            }
            svg.append(String.format(
                    Locale.ROOT,
                    "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>\n",
                    points,
                    colour,
                    DASHES[place % DASHES.length]));
            // Labels stand beside the ends of their lines, as near as the one above lets them.
            double at = Math.max(free, y(last(name).passes()));
            free = at + LINE;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%s\" y1=\"%s\" x2=\"%d\" y2=\"%s\" stroke=\"%s\" stroke-width=\"1\"/>\n",
                    number(x(last(name).strategies()) + 4),
                    number(y(last(name).passes())),
                    RIGHT + 22,
                    number(at),
                    colour));
            svg.append(text(RIGHT + 27, at + 4, "start", name));
        }
    }

    private Point last(String name) {
        List<Point> points = books.getOrDefault(name, List.of());
        return points.get(points.size() - 1);
    }

    private double x(double strategies) {
        return LEFT + (RIGHT - LEFT) * Math.log10(strategies) / Math.max(1, widest);
    }

    private double y(double passes) {
        return BOTTOM - (BOTTOM - TOP) * (Math.log10(passes) - lowest) / (highest - lowest);
    }

    private static String line(String kind, double fromX, double fromY, double toX, double toY) {
        return String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n",
                kind,
                number(fromX),
                number(fromY),
                number(toX),
                number(toY));
    }

    private static String text(double x, double y, String anchor, String text) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n",
                number(x),
                number(y),
                anchor,
                text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
