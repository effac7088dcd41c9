package dev.nightjar.strategy;

/** Which of a strategy's two instruments an operand looks at. */
public enum Role {
    /** The trading instrument. */
    TI,
    /** The supporting instrument. */
    SI
}
