package dev.nightjar.data;

import dev.nightjar.market.Instrument;
import dev.nightjar.market.Session;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of an instrument and its exchange to judge candles.
 *
 * @param zone of the exchange
 * @param sessions the hours of a day; null if they are not known
 * @param isTradingDay whether trading was to be expected on a day; false if nobody knows
 */
record CandleSubject(
        Instrument instrument,
        ZoneId zone,
        Function<LocalDate, @Nullable Session> sessions,
        Predicate<LocalDate> isTradingDay) {}
