using CommentService.Storage;
using Microsoft.Data.Sqlite;

namespace CommentService.Messaging;

/// <summary>The spool's table and its prepared statements: one connection writes, others read beside it.</summary>
internal sealed class SpoolFile : IDisposable
{
    private readonly string connectionString;
    private readonly SqliteConnection writer;
    private readonly SqliteCommand insert;
    private readonly SqliteCommand delete;
    private readonly SqliteCommand pages;
    private readonly SqliteCommand readAfter;
    private long nextSequence;

    public SpoolFile(string path)
    {
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        writer = Open();
        // FULL: a commit returns only after its fsync. A body is a person's text: secure_delete wipes it from the file when it leaves.
        Execute("""
            PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=4096; PRAGMA journal_size_limit=67108864;
            CREATE TABLE IF NOT EXISTS spool (sequence INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
            """);
        insert = Prepare(writer, "INSERT INTO spool (sequence, body) VALUES (@sequence, @body)", "@sequence", "@body");
        delete = Prepare(writer, "DELETE FROM spool WHERE sequence = @sequence", "@sequence");
        pages = Prepare(writer, "SELECT (SELECT page_count FROM pragma_page_count) - (SELECT freelist_count FROM pragma_freelist_count)");
        readAfter = Prepare(Open(), "SELECT sequence, body FROM spool WHERE sequence > @after ORDER BY sequence LIMIT @rows", "@after", "@rows");
        nextSequence = Convert.ToInt64(Scalar("SELECT COALESCE(MAX(sequence), 0) FROM spool"), null) + 1;
    }

    /// <summary>Bytes that the rows take.</summary>
    public long Bytes => Convert.ToInt64(pages.ExecuteScalar(), null) * 4096;

    /// <summary>Runs inserts and deletes as one commit.</summary>
    public void InTransaction(Action action)
    {
        using var transaction = writer.BeginTransaction(deferred: false);
        insert.Transaction = delete.Transaction = pages.Transaction = transaction;
        try
        {
            action();
            transaction.Commit();
        }
        finally
        {
            insert.Transaction = delete.Transaction = pages.Transaction = null;
        }
    }

    public void Insert(byte[] body)
    {
        insert.Parameters[0].Value = nextSequence++;
        insert.Parameters[1].Value = body;
        insert.ExecuteNonQuery();
    }

    public void Delete(long sequence)
    {
        delete.Parameters[0].Value = sequence;
        delete.ExecuteNonQuery();
    }

    /// <summary>Called by one reader at a time.</summary>
    public async Task<List<SpoolRow>> ReadAfterAsync(long sequence, int rows, int bytes, CancellationToken cancellation)
    {
        readAfter.Parameters[0].Value = sequence;
        readAfter.Parameters[1].Value = rows;
        var found = new List<SpoolRow>();
        await using var reader = await readAfter.ExecuteReaderAsync(cancellation);
        while (bytes > 0 && await reader.ReadAsync(cancellation))
        {
            var body = reader.GetFieldValue<byte[]>(1);
            found.Add(new SpoolRow(reader.GetInt64(0), body));
            bytes -= body.Length;
        }

        return found;
    }

    /// <summary>Every row's body, in order; read before anything else uses the file.</summary>
    public IEnumerable<byte[]> ReadAll()
    {
        using var command = Prepare(writer, "SELECT body FROM spool ORDER BY sequence");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return reader.GetFieldValue<byte[]>(0);
        }
    }

    public void Dispose()
    {
        readAfter.Connection?.Dispose();
        writer.Dispose();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, params string[] parameters) =>
        (SqliteCommand)new Statement(sql, parameters).CommandOn(connection);

    private void Execute(string sql)
    {
        using var command = Prepare(writer, sql);
        command.ExecuteNonQuery();
    }

    private object? Scalar(string sql)
    {
        using var command = Prepare(writer, sql);
        return command.ExecuteScalar();
    }
}
