using CommentService.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace CommentService.Messaging;

/// <summary>The spool's table and its prepared statements: one connection writes, another reads beside it.</summary>
internal sealed class SpoolFile : IDisposable
{
    private readonly string connectionString;
    private readonly SqliteConnection writer;
    private readonly SqliteConnection reader;
    private readonly SqliteStatement insert;
    private readonly SqliteStatement delete;
    private readonly SqliteStatement pages;
    private readonly SqliteStatement readAfter;
    private long nextSequence;

    public SpoolFile(string path)
    {
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        writer = Open();
        using (var set = writer.CreateCommand())
        {
            // FULL: a commit returns only after its fsync. A body is a person's text: secure_delete wipes it from the file when it leaves.
            set.CommandText = """
                PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=4096; PRAGMA journal_size_limit=67108864;
                CREATE TABLE IF NOT EXISTS spool (sequence INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
                """;
            set.ExecuteNonQuery();
        }

        reader = Open();
        insert = new SqliteStatement(writer, "INSERT INTO spool (sequence, body) VALUES (?1, ?2)");
        delete = new SqliteStatement(writer, "DELETE FROM spool WHERE sequence BETWEEN ?1 AND ?2");
        pages = new SqliteStatement(writer, "SELECT (SELECT page_count FROM pragma_page_count) - (SELECT freelist_count FROM pragma_freelist_count)");
        readAfter = new SqliteStatement(reader, "SELECT sequence, body FROM spool WHERE sequence > ?1 ORDER BY sequence");
        using var last = new SqliteStatement(writer, "SELECT COALESCE(MAX(sequence), 0) FROM spool");
        nextSequence = last.ReadNumber() + 1;
    }

    /// <summary>Bytes that the rows take.</summary>
    public long Bytes => pages.ReadNumber() * 4096;

    /// <summary>Runs inserts and deletes as one commit.</summary>
    public void InTransaction(Action action)
    {
        using var transaction = writer.BeginTransaction(deferred: false);
        action();
        transaction.Commit();
    }

    public void Insert(byte[] body)
    {
        insert.Bind(1, nextSequence++);
        insert.Bind(2, body);
        insert.Execute();
    }

    public void Delete(long first, long last)
    {
        delete.Bind(1, first);
        delete.Bind(2, last);
        delete.Execute();
    }

    /// <summary>Called by one reader at a time.</summary>
    public List<SpoolRow> ReadAfter(long sequence, int rows, int bytes)
    {
        var found = new List<SpoolRow>();
        try
        {
            readAfter.Bind(1, sequence);
            while (found.Count < rows && bytes > 0 && readAfter.Read())
            {
                var row = new SpoolRow(readAfter.Number(0), readAfter.Bytes(1));
                found.Add(row);
                bytes -= row.Body.Length;
            }
        }
        finally
        {
            readAfter.Reset();
        }

        return found;
    }

    /// <summary>Every row's body, in order; read before anything else uses the file.</summary>
    public IEnumerable<byte[]> ReadAll()
    {
        using var all = new SqliteStatement(writer, "SELECT body FROM spool ORDER BY sequence");
        while (all.Read())
        {
            yield return all.Bytes(0);
        }
    }

    public void Dispose()
    {
        insert.Dispose();
        delete.Dispose();
        pages.Dispose();
        readAfter.Dispose();
        reader.Dispose();
        writer.Dispose();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }
}
