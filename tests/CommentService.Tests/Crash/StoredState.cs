using System.Data.Common;
using CommentService.Tests.Running;
using Microsoft.Data.Sqlite;

namespace CommentService.Tests.Crash;

internal sealed record StoredComment(Guid Id, string Article, string Text, int Status, int Version);

internal sealed record StoredChange(long Sequence, Guid Event, Guid Comment, int Version, int? From, int To, bool ByModerator, long? Position);

/// <summary>What lies on disk, read past the service: by its files, not by its code.</summary>
internal sealed class StoredState
{
    private static readonly string[] Words = ["held", "approved", "rejected", "removed"];

    private StoredState(TemporaryDirectory data, IReadOnlyList<TemporaryDirectory> others)
    {
        using var comments = TestStore.Connect(data);
        // The spools first: what leaves one is in the database by then, so nothing slips between the two reads.
        (Spooled, Integrity) = ([.. SpooledIn(data)], [.. IntegrityOf(comments, "comments.db"), .. SpoolIntegrity(data)]);
        foreach (var other in others)
        {
            (Spooled, Integrity) = ([.. Spooled, .. SpooledIn(other)], [.. Integrity, .. SpoolIntegrity(other)]);
        }

        Repeated = Read(comments, """SELECT "Id", "CommentId" FROM "RepeatedSubmissions" """, row => (IdOf(row, 0), IdOf(row, 1))).ToDictionary();
        Comments = Read(comments, """SELECT "Id", "ArticleId", "Text", "Status", "Version" FROM "Comments" """, row => new StoredComment(
            IdOf(row, 0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetInt32(4)));
        Changes = Read(comments, """SELECT "Sequence", "EventId", "CommentId", "Version", "From", "To", "ActorId", "Position" FROM "Changes" ORDER BY "Sequence" """, row => new StoredChange(
            row.GetInt64(0), IdOf(row, 1), IdOf(row, 2), row.GetInt32(3), row.IsDBNull(4) ? null : row.GetInt32(4), row.GetInt32(5), !row.IsDBNull(6), row.IsDBNull(7) ? null : row.GetInt64(7)));
        Approved = Read(comments, """SELECT "Id", "Approved" FROM "Articles" """, row => (row.GetString(0), row.GetInt32(1))).ToDictionary();
        Unjudged = Read(comments, """SELECT "CommentId" FROM "Findings" WHERE "Rule" = 'service'""", row => IdOf(row, 0)).Count;
        DeadLetters = Read(comments, """SELECT "Id" FROM "DeadLetters" """, row => IdOf(row, 0)).Count;
    }

    /// <summary>Ids of what still waits in the spool.</summary>
    public IReadOnlyList<Guid> Spooled { get; }

    /// <summary>By the ids of submissions that were retries, the comment that the first one became.</summary>
    public IReadOnlyDictionary<Guid, Guid> Repeated { get; }
    public IReadOnlyList<StoredComment> Comments { get; }

    /// <summary>In the order of writing.</summary>
    public IReadOnlyList<StoredChange> Changes { get; }

    /// <summary>The number of approved comments that each article says it has.</summary>
    public IReadOnlyDictionary<string, int> Approved { get; }

    /// <summary>Comments that the service failed on and held unjudged.</summary>
    public int Unjudged { get; }
    public int DeadLetters { get; }

    /// <summary>What SQLite's integrity check found wrong with its files.</summary>
    public IReadOnlyList<string> Integrity { get; }

    /// <param name="others">The data directories of further processes on the same database.</param>
    public static StoredState Of(TemporaryDirectory data, params IReadOnlyList<TemporaryDirectory> others) => new(data, others);

    /// <summary>Ids of what waits in one process's spool.</summary>
    public static IReadOnlyList<Guid> SpooledIn(TemporaryDirectory data)
    {
        using var spool = Open(data.PathOf("spool.db"));
        return Read(spool, "SELECT json_extract(CAST(body AS TEXT), '$.id') FROM spool", row => Guid.Parse(row.GetString(0)));
    }

    /// <summary>The comment that a submission became, by the id that it was given.</summary>
    public Guid CommentOf(Guid submission) => Repeated.GetValueOrDefault(submission, submission);

    /// <summary>Whether every change has its position.</summary>
    public static bool IsPositioned(TemporaryDirectory data)
    {
        using var comments = TestStore.Connect(data);
        return Read(comments, """SELECT 1 FROM "Changes" WHERE "Position" IS NULL LIMIT 1""", _ => true).Count == 0;
    }

    public static string WordOf(int status) => Words[status];

    private static List<string> SpoolIntegrity(TemporaryDirectory data)
    {
        using var spool = Open(data.PathOf("spool.db"));
        return [.. IntegrityOf(spool, "spool.db")];
    }

    private static IEnumerable<string> IntegrityOf(DbConnection file, string name) =>
        file is not SqliteConnection ? [] : Read(file, "PRAGMA integrity_check", row => row.GetString(0)).Where(line => line != "ok").Select(line => $"{name}: {line}");

    private static Guid IdOf(DbDataReader row, int column) => row.GetValue(column) is byte[] bytes ? new(bytes, bigEndian: true) : row.GetGuid(column);

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static List<T> Read<T>(DbConnection connection, string sql, Func<DbDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        var found = new List<T>();
        while (row.Read())
        {
            found.Add(read(row));
        }

        return found;
    }
}
