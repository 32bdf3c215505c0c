using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace CommentService.Load.Baselines;

/// <summary>One thread writes: everything that waits goes into one transaction, one fsync answers everyone who waited.</summary>
internal sealed class GroupCommit : IDisposable
{
    private readonly Channel<Row> waiting = Channel.CreateUnbounded<Row>(new() { SingleReader = true });
    private readonly SqliteConnection connection;
    private readonly Thread writer;

    public GroupCommit(string path)
    {
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = FULL");
        Execute("CREATE TABLE IF NOT EXISTS Submissions (Id BLOB PRIMARY KEY, Article TEXT NOT NULL, Body BLOB NOT NULL) WITHOUT ROWID");
        writer = new Thread(WriteAll) { Name = "writer", IsBackground = true };
        writer.Start();
    }

    public Task InsertAsync(Guid id, string article, byte[] body)
    {
        var row = new Row(id, article, body);
        waiting.Writer.TryWrite(row);
        return row.Stored.Task;
    }

    public void Dispose()
    {
        waiting.Writer.Complete();
        writer.Join();
        connection.Dispose();
    }

    private void WriteAll()
    {
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO Submissions VALUES ($id, $article, $body)";
        var id = insert.Parameters.Add("$id", SqliteType.Blob);
        var article = insert.Parameters.Add("$article", SqliteType.Text);
        var body = insert.Parameters.Add("$body", SqliteType.Blob);
        insert.Prepare();

        var group = new List<Row>();
        while (waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            using (var transaction = connection.BeginTransaction())
            {
                insert.Transaction = transaction;
                while (waiting.Reader.TryRead(out var row))
                {
                    (id.Value, article.Value, body.Value) = (row.Id.ToByteArray(bigEndian: true), row.Article, row.Body);
                    insert.ExecuteNonQuery();
                    group.Add(row);
                }

                transaction.Commit();
            }

            group.ForEach(row => row.Stored.SetResult());
            group.Clear();
        }
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed record Row(Guid Id, string Article, byte[] Body)
    {
        public TaskCompletionSource Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
