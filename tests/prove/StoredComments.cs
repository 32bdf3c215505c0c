using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace CommentService.Prove;

/// <summary>
/// Multiplies what a stopped service has stored: copies of an approved and of a held comment, each with its findings and
/// its change, under ids, articles and authors of their own. Whatever columns the tables have are copied as they are.
/// </summary>
internal sealed class StoredComments : IDisposable
{
    /// <summary>One in so many is held.</summary>
    public const int HeldEvery = 10;

    private readonly SqliteConnection connection;
    private readonly Guid approved;
    private readonly Guid held;

    /// <param name="file">The database.</param>
    /// <param name="approved">A stored comment that is approved.</param>
    /// <param name="held">A stored comment that is held.</param>
    public StoredComments(string file, Guid approved, Guid held)
    {
        (this.approved, this.held) = (approved, held);
        connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        // A version 7 id (RFC 9562) of a moment, told apart by a number.
        connection.CreateFunction("id_at", (long milliseconds, long number) =>
        {
            var id = new byte[16];
            BinaryPrimitives.WriteInt64BigEndian(id, (milliseconds << 16) | 0x7000);
            BinaryPrimitives.WriteInt64BigEndian(id.AsSpan(8), long.MinValue | number);
            return id;
        });
        Run("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY;");
    }

    /// <summary>Adds comments, evenly from one moment to another.</summary>
    /// <param name="article">SQL for a comment's article, out of its number <c>i</c>.</param>
    /// <param name="author">SQL for the key of its author.</param>
    public void Add(int count, DateTimeOffset from, DateTimeOffset to, string article, string author)
    {
        var (start, span) = (from.ToUnixTimeMilliseconds(), (to - from).Ticks / TimeSpan.TicksPerMillisecond);
        var before = Number("""SELECT MAX("Sequence") FROM "Changes" """);
        var position = Number("""SELECT MAX("Position") FROM "Changes" """);
        var milliseconds = $"({start} + i * {span} / {count})";
        var id = $"id_at({milliseconds}, {before} + i)";
        Run("BEGIN");
        foreach (var (template, wanted) in new[] { (approved, $"i % {HeldEvery} <> 0"), (held, $"i % {HeldEvery} = 0") })
        {
            Copy("Comments", "Id", template, count, wanted, new()
            {
                ["Id"] = id, ["ArticleId"] = article, ["AuthorKey"] = author, ["AddressKey"] = "i % 20000", ["RequestKey"] = $"{before} + i", ["ContentKey"] = "i", ["TextKey"] = "i",
            });
            Copy("Findings", "CommentId", template, count, wanted, new() { ["CommentId"] = id });
            Copy("Changes", "CommentId", template, count, wanted, new()
            {
                ["Sequence"] = $"{before} + i + 1", ["Position"] = $"{position} + i + 1", ["EventId"] = id, ["CommentId"] = id, ["At"] = milliseconds,
            });
        }

        Run("COMMIT");
    }

    public void Dispose()
    {
        Run("PRAGMA wal_checkpoint(TRUNCATE)");
        connection.Dispose();
    }

    private void Copy(string table, string key, Guid template, int count, string wanted, Dictionary<string, string> own)
    {
        var columns = ColumnsOf(table);
        Run(
            $"""
            WITH RECURSIVE numbers(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < {count})
            INSERT INTO "{table}" ({string.Join(", ", columns.Select(c => $"\"{c}\""))})
            SELECT {string.Join(", ", columns.Select(c => own.GetValueOrDefault(c, $"t.\"{c}\"")))}
            FROM numbers CROSS JOIN "{table}" AS t WHERE {wanted} AND t."{key}" = @template
            """,
            template);
    }

    private List<string> ColumnsOf(string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""SELECT name FROM pragma_table_info('{table}')""";
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private long Number(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private void Run(string sql, Guid? template = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        if (template is { } id)
        {
            command.Parameters.AddWithValue("@template", id.ToByteArray(true));
        }

        command.ExecuteNonQuery();
    }
}
