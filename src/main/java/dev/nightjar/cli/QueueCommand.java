package dev.nightjar.cli;

import dev.nightjar.batch.FeeCatalog;
import dev.nightjar.batch.QueueAdditions;
import dev.nightjar.batch.QueueCatalog;
import dev.nightjar.batch.SweepAdditions;
import dev.nightjar.batch.SweepRequest;
import dev.nightjar.run.BrokerConnection;
import dev.nightjar.run.ExitCode;
import dev.nightjar.run.InvalidSettingsException;
import dev.nightjar.run.Printable;
import dev.nightjar.run.QueueNames;
import dev.nightjar.run.TermChanges;
import dev.nightjar.store.QueueItem;
import dev.nightjar.store.QueueStore;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What stands in the queues. Works while a job runs; a run that has begun keeps what it began with. */
@Command(
        name = "queue",
        description = "add strategies to a queue, list them, take them out",
        mixinStandardHelpOptions = true)
final class QueueCommand {

    private final PrintStream out;
    private final PrintStream err;

    QueueCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Command(
            name = "add",
            description = "put strategy files, or folders of them, into a queue; or variants of one file",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin HomeOptions options,
            @Mixin SweepOptions sweep,
            @Parameters(paramLabel = "<file|folder>", arity = "1..*") List<Path> sources,
            @Option(names = "--queue", required = true, paramLabel = "<queue>") String queue,
            @Option(
                            names = "--user",
                            paramLabel = "<user>",
                            description = "whose strategies they are (default: what the file says, else local)")
                    @Nullable String user,
            @Option(
                            names = "--broker",
                            paramLabel = "<id>",
                            defaultValue = "default",
                            description = "the broker connection (default: ${DEFAULT-VALUE})")
                    String broker,
            @Option(
                            names = "--scale",
                            paramLabel = "<number>",
                            defaultValue = "1",
                            description = "what quantities are multiplied by (default: ${DEFAULT-VALUE})")
                    BigDecimal scale,
            @Option(names = "--capital", paramLabel = "<amount>", description = "the capital base of returns") @Nullable BigDecimal capital,
            @Option(names = "--once", description = "leave the queue after the next run") boolean once) {
        SweepRequest request = sweep.request();
        if (!request.isNone()) {
            return addVariants(options, request, sources, queue, user, broker, scale, capital, once);
        }
        QueueAdditions additions;
        try {
            additions = QueueAdditions.read(
                    QueueNames.check(queue),
                    sources,
                    user,
                    broker,
                    scale,
                    capital,
                    once,
                    new FeeCatalog(options.home()));
        } catch (IllegalArgumentException e) {
            return refuse(String.valueOf(e.getMessage()));
        }
        options.home().create();
        var unused = options.with(database -> {
            additions.add(new QueueStore(database), Instant.now()).forEach(out::println);
            return ExitCode.DONE.number();
        });
        additions.problems().forEach(err::println);
        return (additions.problems().isEmpty() ? ExitCode.DONE : ExitCode.DONE_WITH_REJECTS).number();
    }

    private int addVariants(
            HomeOptions options,
            SweepRequest request,
            List<Path> sources,
            String queue,
            @Nullable String user,
            String broker,
            BigDecimal scale,
            @Nullable BigDecimal capital,
            boolean once) {
        List<String> told = new ArrayList<>();
        SweepAdditions additions;
        try {
            additions =
                    SweepAdditions.read(QueueNames.check(queue), sources, request, user, broker, scale, capital, once);
            options.home().create();
            var unused = options.with(database -> {
                told.clear();
                told.addAll(additions.add(new QueueStore(database), Instant.now()));
                return ExitCode.DONE.number();
            });
        } catch (IllegalArgumentException e) {
            return refuse(String.valueOf(e.getMessage()));
        }
        told.forEach(out::println);
        additions.problems().forEach(err::println);
        return (additions.problems().isEmpty() ? ExitCode.DONE : ExitCode.DONE_WITH_REJECTS).number();
    }

    @Command(
            name = "broker",
            description = "define or change a broker connection; what is not given is the queue's",
            mixinStandardHelpOptions = true)
    int broker(
            @Mixin HomeOptions options,
            @Parameters(paramLabel = "<id>") String id,
            @Option(names = "--name", paramLabel = "<name>", description = "what people call it (default: the id)")
                    @Nullable String name,
            @Option(names = "--data", paramLabel = "<folder>", description = "its items run over this data folder only")
                    @Nullable String data,
            @Option(names = "--date", paramLabel = "<rule>", description = "its items run by this date rule only")
                    @Nullable String date,
            @Option(names = "--speed", paramLabel = "<number>", description = "its items run at this speed only")
                    @Nullable String speed,
            @Mixin TermOptions terms) {
        BrokerConnection connection;
        try {
            String place = "broker connection " + Printable.of(id);
            TermChanges changes = terms.changes(place);
            changes.check(place, new FeeCatalog(options.home()));
            connection = BrokerConnection.of(id, name == null ? id : name, data, date, speed, changes);
        } catch (InvalidSettingsException e) {
            return refuse(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return refuse("broker connection: " + e.getMessage());
        }
        options.home().create();
        return options.with(database -> {
            new QueueStore(database).define(connection, Instant.now());
            return say(Printable.whole(connection.toString()));
        });
    }

    @Command(name = "brokers", description = "list the broker connections", mixinStandardHelpOptions = true)
    int brokers(@Mixin HomeOptions options) {
        if (!options.databaseExists()) {
            return say("nothing was ever added in " + options.home().root());
        }
        return options.with(database -> {
            new QueueStore(database).brokers().forEach(broker -> out.println(Printable.whole(broker.toString())));
            return ExitCode.DONE.number();
        });
    }

    @Command(name = "list", description = "list what stands in a queue, or the queues", mixinStandardHelpOptions = true)
    int list(@Mixin HomeOptions options, @Option(names = "--queue", paramLabel = "<queue>") @Nullable String queue) {
        QueueCatalog catalog = new QueueCatalog(options.home());
        if (queue != null && !isName(queue)) {
            return refuse(queue);
        }
        if (!options.databaseExists()) {
            if (queue != null && !catalog.knows(queue)) {
                return refuse(unknown(queue, new TreeSet<>(catalog.names())));
            }
            return say("nothing was ever added in " + options.home().root());
        }
        return options.with(database -> {
            QueueStore store = new QueueStore(database);
            if (queue == null) {
                TreeSet<String> names = new TreeSet<>(catalog.names());
                names.addAll(store.queues());
                names.forEach(
                        name -> out.println(name + ": " + count(store.list(name).size())));
                return ExitCode.DONE.number();
            }
            List<QueueItem> items = store.list(queue);
            if (items.isEmpty() && !catalog.knows(queue)) {
                TreeSet<String> names = new TreeSet<>(catalog.names());
                names.addAll(store.queues());
                return refuse(unknown(queue, names));
            }
            items.forEach(item -> out.println(line(item)));
            return say(queue + ": " + count(items.size()));
        });
    }

    @Command(name = "remove", description = "take items out of a queue", mixinStandardHelpOptions = true)
    int remove(
            @Mixin HomeOptions options,
            @Option(names = "--queue", required = true, paramLabel = "<queue>") String queue,
            @Parameters(
                            paramLabel = "<item|strategy_id>",
                            arity = "0..*",
                            description = "an item's number in `queue list`, or the strategy_id of one or more items")
                    @Nullable List<String> which,
            @Option(names = "--sweep-of", paramLabel = "<strategy_id>", description = "all variants of this strategy")
                    @Nullable String sweepOf,
            @Option(names = "--all", description = "everything that stands in the queue") boolean all) {
        List<String> wanted = which == null ? List.of() : which;
        if ((wanted.isEmpty() ? 0 : 1) + (all ? 1 : 0) + (sweepOf == null ? 0 : 1) != 1) {
            return refuse("name items to remove, or say --all or --sweep-of");
        }
        if (!options.databaseExists()) {
            return refuse("nothing was ever added in " + options.home().root());
        }
        return options.with(database -> {
            QueueStore store = new QueueStore(database);
            List<QueueItem> standing = store.list(queue);
            List<QueueItem> chosen = new ArrayList<>();
            if (sweepOf != null) {
                standing.stream()
                        .filter(item -> sweepOf.equals(item.variant().sweepOf()))
                        .forEach(chosen::add);
                if (chosen.isEmpty()) {
                    return refuse("queue " + queue + " has no variants of " + Printable.of(sweepOf)
                            + "; nothing was removed; see: queue list --queue " + queue);
                }
            }
            for (String one : wanted) {
                List<QueueItem> matching = standing.stream()
                        .filter(item -> Long.toString(item.id()).equals(one)
                                || item.key().strategyId().equals(one))
                        .toList();
                if (matching.isEmpty()) {
                    return refuse("queue " + queue + " has no item " + one
                            + "; nothing was removed; see: queue list --queue " + queue);
                }
                chosen.addAll(matching);
            }
            for (QueueItem item : all ? standing : chosen) {
                if (store.remove(item.id(), Instant.now())) {
                    out.println("removed " + line(item));
                }
            }
            return ExitCode.DONE.number();
        });
    }

    private static boolean isName(String queue) {
        try {
            QueueNames.check(queue);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String unknown(String queue, TreeSet<String> existing) {
        return "there is no queue " + queue
                + QueueNames.nearest(queue, existing)
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("");
    }

    private static String line(QueueItem item) {
        String variant = item.variant().shown();
        return item.id() + "  " + item.key() + (variant.isEmpty() ? "" : " " + Printable.whole(variant))
                + (item.oneShot() ? "  once" : "")
                + (item.lastRun() == null ? "  never run" : "  run " + item.lastRun() + ": " + item.lastStatus())
                + "  " + Printable.whole(item.source());
    }

    private static String count(int items) {
        return items + (items == 1 ? " item" : " items");
    }

    private int say(String line) {
        out.println(line);
        return ExitCode.DONE.number();
    }

    private int refuse(String message) {
        err.println(message);
        return ExitCode.USAGE.number();
    }
}
