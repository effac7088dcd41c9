package dev.nightjar.simulation;

import dev.nightjar.market.Decimals;
import java.math.BigDecimal;

/** Writes configs. */
final class ConfigText {

    private final JsonWriter json = new JsonWriter();

    private ConfigText() {}

    static String of(SimulationConfig config) {
        ConfigText text = new ConfigText();
        text.write(config);
        return text.json.toString();
    }

    private void write(SimulationConfig config) {
        json.open('{');
        json.text("kind", SimulationReader.KIND);
        json.text("simulation_id", config.id());
        json.text("name", config.name());
        json.name("symbols");
        json.open('[');
        config.symbols().forEach(json::text);
        json.close(']');
        json.text("start_date", config.start().toString());
        json.text("end_date", config.end().toString());
        number("starting_capital", BigDecimal.valueOf(config.capital(), Decimals.MONEY_SCALE));
        json.text("strategy", config.strategy());
        json.name("strategy_parameters");
        json.open('{');
        config.parameters().values().forEach(this::number);
        json.close('}');
        json.text("timeframe", config.timeframe().label());
        json.text("capital_mode", config.capitalMode().label());
        boolean shared = config.capitalMode() == CapitalMode.SHARED;
        if (!shared) {
            json.name("weights");
            json.open('{');
            config.weights().forEach(this::number);
            json.close('}');
        }
        json.name("sizing");
        sizing(config.sizing());
        json.text("direction", config.direction().label());
        json.text("fill", config.fill().label());
        json.text("slippage", config.slippage().toString());
        json.text("fees", config.fees().name());
        json.text("missing_symbols", config.missingSymbols().label());
        if (shared) {
            json.text("contention", config.contention().label());
        }
        Rebalance rebalance = config.rebalance();
        if (shared && rebalance != null) {
            json.name("rebalance");
            json.open('{');
            json.text("every", rebalance.every().label());
            number("drift_percent", rebalance.driftPercent());
            json.close('}');
        }
        number("delisting_recovery_percent", config.delistingRecoveryPercent());
        json.text("at_end", config.atEnd().label());
        number("risk_free_percent", config.riskFreePercent());
        json.number("days_a_year", config.daysAYear());
        json.text("profile", config.profile().label());
        json.close('}');
    }

    private void sizing(Sizing sizing) {
        json.open('{');
        json.text("policy", sizing.policy());
        if (sizing instanceof Sizing.PercentOfEquity percent) {
            number("percent", percent.percent());
        } else if (sizing instanceof Sizing.FixedAmount fixed) {
            number("amount", BigDecimal.valueOf(fixed.amount(), Decimals.MONEY_SCALE));
        } else if (sizing instanceof Sizing.FixedQuantity fixed) {
            json.number("quantity", fixed.quantity());
        } else if (sizing instanceof Sizing.RiskAtr risk) {
            number("risk_percent", risk.riskPercent());
            json.number("atr_period", risk.atrPeriod());
            number("atr_multiple", risk.atrMultiple());
        } else if (sizing instanceof Sizing.VolatilityTarget target) {
            number("annual_percent", target.annualPercent());
            json.number("lookback", target.lookback());
        }
        json.close('}');
    }

    private void number(String name, BigDecimal value) {
        json.name(name);
        json.raw(value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString());
    }
}
