package dev.nightjar.reference;

import dev.nightjar.engine.Engine;
import dev.nightjar.engine.Pace;
import dev.nightjar.engine.StopSignal;
import dev.nightjar.market.MarketDay;
import dev.nightjar.outcome.DayRecord;
import dev.nightjar.outcome.PartitionJournal;
import dev.nightjar.outcome.ResultFiles;
import dev.nightjar.outcome.StrategyResult;
import dev.nightjar.run.Instance;
import dev.nightjar.run.InstanceKey;
import dev.nightjar.run.TradingTerms;
import dev.nightjar.strategy.ParsedStrategy;
import dev.nightjar.strategy.Strategy;
import dev.nightjar.strategy.TradeLayoutReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The engine that is to agree with the plain one, its reader and its files, from the same text to the same text. */
public final class ProductEngine {

    private ProductEngine() {}

    /** {@return the instance of a strategy's JSON text, which has to be valid} */
    public static Instance instance(String strategyJson, InstanceKey key, TradingTerms terms) {
        ParsedStrategy parsed = TradeLayoutReader.read(strategyJson);
        Strategy strategy = parsed.strategy();
        if (strategy == null) {
            throw new IllegalArgumentException(parsed.errors() + " in " + strategyJson);
        }
        return new Instance(key, strategy, terms);
    }

    /**
     * {@return the files of every instance, as {@link ReferenceEngine#run} gives them for one}
     *
     * @param capitals of the instances; null is none
     */
    public static List<Map<String, String>> run(
            List<Instance> instances, List<@Nullable BigDecimal> capitals, List<MarketDay> days, Pace pace) {
        PartitionJournal journal =
                new PartitionJournal(IntStream.range(0, instances.size()).toArray());
        Engine.run(days, instances, journal, pace, StopSignal.NEVER);
        return IntStream.range(0, instances.size())
                .mapToObj(number -> files(instances.get(number), number, capitals.get(number), journal, days))
                .toList();
    }

    private static Map<String, String> files(
            Instance instance,
            int number,
            @Nullable BigDecimal capital,
            PartitionJournal journal,
            List<MarketDay> days) {
        List<DayRecord> records =
                days.stream().map(day -> journal.soFar(number, day.date())).toList();
        Long micros = capital == null ? null : capital.movePointRight(6).longValueExact();
        Map<String, String> texts = new LinkedHashMap<>();
        ResultFiles.of(StrategyResult.of(instance, micros, records))
                .forEach((name, bytes) -> texts.put(name, new String(bytes, StandardCharsets.UTF_8)));
        return texts;
    }
}
