using CommentService.Contracts;
using Microsoft.Data.Sqlite;

namespace SearchIndex;

/// <summary>A comment that was found.</summary>
/// <param name="Excerpt">A piece of its text around the words.</param>
internal sealed record Found(string CommentId, string ArticleId, string Name, string Excerpt);

/// <summary>
/// Visible comments in SQLite's full-text search (FTS5). A comment's version only grows, so what comes twice or late changes
/// nothing; the version of what is gone is kept for that, and nothing else of it.
/// </summary>
internal sealed class CommentIndex : IDisposable
{
    private readonly Lock gate = new();
    private readonly SqliteConnection connection;

    public CommentIndex(string path)
    {
        connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
        Run("CREATE TABLE IF NOT EXISTS versions (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL)");
        Run("CREATE VIRTUAL TABLE IF NOT EXISTS comments USING fts5(id UNINDEXED, article UNINDEXED, name, text)");
    }

    /// <summary>Takes the comment in, or out where readers do not see it any more.</summary>
    public void Apply(CommentEvent comment) => Change(comment.CommentId, comment.Version, comment.Status == "approved" ? comment : null);

    public void Remove(Guid comment, int version) => Change(comment, version, null);

    /// <summary>The twenty best with all of the words.</summary>
    public IReadOnlyList<Found> Search(string words)
    {
        lock (gate)
        {
            using var search = Command(
                "SELECT id, article, name, snippet(comments, 3, '', '', '…', 12) FROM comments WHERE comments MATCH $words ORDER BY rank LIMIT 20",
                ("$words", string.Join(' ', words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))));
            using var row = search.ExecuteReader();
            var found = new List<Found>();
            while (row.Read())
            {
                found.Add(new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)));
            }

            return found;
        }
    }

    public void Dispose() => connection.Dispose();

    private void Change(Guid id, int version, CommentEvent? visible)
    {
        lock (gate)
        {
            using var transaction = connection.BeginTransaction();
            var isNewer = Run(
                "INSERT INTO versions (id, version) VALUES ($id, $version) ON CONFLICT (id) DO UPDATE SET version = excluded.version WHERE excluded.version > version",
                ("$id", id.ToString()), ("$version", version)) == 1;
            if (isNewer)
            {
                Run("DELETE FROM comments WHERE rowid = (SELECT number FROM versions WHERE id = $id)", ("$id", id.ToString()));
                if (visible is not null)
                {
                    Run(
                        "INSERT INTO comments (rowid, id, article, name, text) SELECT number, id, $article, $name, $text FROM versions WHERE id = $id",
                        ("$id", id.ToString()), ("$article", visible.ArticleId), ("$name", visible.Name), ("$text", visible.Comment));
                }
            }

            transaction.Commit();
        }
    }

    private int Run(string sql, params (string Name, object Value)[] parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
