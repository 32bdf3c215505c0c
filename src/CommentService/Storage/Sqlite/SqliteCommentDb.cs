using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CommentService.Storage.Sqlite;

/// <summary>The model on SQLite: ids as 16 bytes in the order of their time, times as milliseconds since 1970.</summary>
internal sealed class SqliteCommentDb(DbContextOptions<SqliteCommentDb> options, SqliteStatements? statements = null) : CommentDb(options)
{
    private static readonly Statement EventLogHead = new("""SELECT COALESCE(MAX("Position"), 0) FROM "Changes" WHERE "Position" IS NOT NULL""");

    private SqliteStatements Statements => statements ?? throw new InvalidOperationException("Only the writer's context writes.");

    public override PreparedReads Reads => new SqliteReads(Statements);

    public override Task<bool[]> InsertNewAsync<T>(IReadOnlyList<T> rows) => InsertAsync(rows, withGenerated: false);

    public override Task<bool[]> InsertAsTheyAreAsync<T>(IReadOnlyList<T> rows) => InsertAsync(rows, withGenerated: true);

    private async Task<bool[]> InsertAsync<T>(IReadOnlyList<T> rows, bool withGenerated)
        where T : class
    {
        var insert = Statements.InsertOf(Model.FindEntityType(typeof(T))!, withGenerated);
        var isNew = new bool[rows.Count];
        var head = rows is IReadOnlyList<StateChange> ? await Reads.RunAsync(EventLogHead, row => row.Read() ? row.Number(0) : 0, CancellationToken.None) : 0;
        for (var i = 0; i < isNew.Length; i++)
        {
            // There is one writer, so the order of writing is that of the commits: a change gets its position at once.
            if (rows[i] is StateChange { Position: null } change)
            {
                change.Position = head + 1;
            }

            isNew[i] = insert.Run(rows[i]);
            head += isNew[i] ? 1 : 0;
        }

        return isNew;
    }

    public override Task ExecuteEachAsync(Statement statement, IEnumerable<object?[]> arguments)
    {
        var prepared = Statements.Prepare(statement);
        foreach (var set in arguments)
        {
            prepared.SetArguments(set);
            prepared.Execute();
        }

        return Task.CompletedTask;
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Guid>().HaveConversion<BigEndianGuid>();
        configurationBuilder.Properties<DateTime>().HaveConversion<UnixMilliseconds>();
    }

    private sealed class BigEndianGuid() : ValueConverter<Guid, byte[]>(
        id => id.ToByteArray(true),
        bytes => new Guid(bytes, true));

    private sealed class UnixMilliseconds() : ValueConverter<DateTime, long>(
        time => SqliteStatement.ToMilliseconds(time),
        milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime);
}

/// <summary>Lets <c>dotnet ef migrations add</c> make the context without a host.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteCommentDb>
{
    public SqliteCommentDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteCommentDb>().UseSqlite("Data Source=:memory:").Options);
}
