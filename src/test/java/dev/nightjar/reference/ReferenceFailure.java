package dev.nightjar.reference;

/** The instance could not be run on a day, for a reason the contract names. */
final class ReferenceFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReferenceFailure(String reason) {
        super(reason);
    }
}
