package dev.nightjar.data;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a query in a thread of its own, so that they are decompressed while those before them are looked at. It is
 * ahead by a few thousand rows, in memory that is used again. Closing it ends the thread.
 */
final class ParquetReader implements AutoCloseable {

    /** How many blocks of rows there are: one is filled, one is looked at, one waits. */
    private static final int BLOCKS = 3;

    private final DuckDBConnection connection;
    private final String select;
    private final List<? extends ParquetColumn> columns;
    private final boolean numbered;
    private final BlockingQueue<Block> empty = new ArrayBlockingQueue<>(BLOCKS);

    /** Has room for all blocks and the end. */
    private final BlockingQueue<Object> filled = new ArrayBlockingQueue<>(BLOCKS + 1);

    private final Thread thread = new Thread(this::readAll, "parquet reader");

    /** Rows that follow each other. */
    static final class Block {
        private final long[] numbers = new long[ParquetColumn.ROWS];
        private final ParquetValues[] values;
        private int count;

        private Block(int columns) {
            values = Stream.generate(ParquetValues::new).limit(columns).toArray(ParquetValues[]::new);
        }

        /** {@return the rows' numbers in the file, from 1} */
        long[] numbers() {
            return numbers;
        }

        /** {@return the values of a column, by its place among those that are read} */
        ParquetValues values(int column) {
            return values[column];
        }

        int count() {
            return count;
        }
    }

    /** What comes behind the last block. */
    private record End(@Nullable Throwable failure) {}

    /**
     * Begins to read.
     *
     * @param select gives the columns, with the numbers of the rows in the file, from 0, before them if they are numbered
     * @param numbered whether rows have numbers; else they are counted
     */
    ParquetReader(DuckDBConnection connection, String select, List<? extends ParquetColumn> columns, boolean numbered) {
        this.connection = connection;
        this.select = select;
        this.columns = columns;
        this.numbered = numbered;
        for (int block = 0; block < BLOCKS; block++) {
            empty.add(new Block(columns.size()));
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** {@return the next rows, to be given {@link #back}; null behind the last} */
    @Nullable Block next() throws SQLException {
        Object next = taken();
        if (next instanceof Block block) {
            return block;
        }
        if (next instanceof End end) {
            Throwable failure = end.failure;
            if (failure instanceof SQLException refused) {
                throw refused;
            } else if (failure instanceof RuntimeException unexpected) {
                throw unexpected;
            } else if (failure instanceof Error fatal) {
                throw fatal;
            }
        }
        return null;
    }

    /** As long as it reads, being interrupted changes nothing, as when one thread did all. */
    private Object taken() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return filled.take();
                } catch (InterruptedException ignored) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Says that a block was looked at. */
    void back(Block block) {
        empty.add(block);
    }

    private void readAll() {
        Throwable failure = null;
        try (DuckDBPreparedStatement statement =
                        connection.prepareStatement(select).unwrap(DuckDBPreparedStatement.class);
                DuckDBChunkedResult result = statement.query()) {
            long before = 0;
            boolean more = true;
            while (more) {
                Block block = empty.take();
                more = fill(block, result, before);
                before += block.count;
                filled.add(block);
            }
        } catch (InterruptedException closed) {
            // nobody waits for more
            return;
        } catch (SQLException | RuntimeException | Error refused) {
            failure = refused;
        }
        filled.add(new End(failure));
    }

    /** {@return whether there may be more rows} */
    private boolean fill(Block block, DuckDBChunkedResult result, long before) {
        block.count = 0;
        while (block.count + ParquetColumn.CHUNK <= ParquetColumn.ROWS) {
            if (!result.nextChunk()) {
                return false;
            }
            DuckDBDataChunkReader chunk = result.chunk();
            int count = (int) chunk.rowCount();
            int at = block.count;
            int place = 0;
            if (numbered) {
                ParquetColumn.copy(chunk.vector(place++), count, block.numbers, at);
                for (int row = at; row < at + count; row++) {
                    block.numbers[row]++;
                }
            } else {
                for (int row = at; row < at + count; row++) {
                    block.numbers[row] = before + row + 1;
                }
            }
            for (int column = 0; column < columns.size(); column++) {
                columns.get(column).copy(chunk.vector(place++), count, block.values[column], at);
            }
            block.count += count;
        }
        return true;
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException ignored) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
