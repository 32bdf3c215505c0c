using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;

namespace CommentService.Storage.Postgres;

/// <summary>
/// The model on PostgreSQL: ids as <c>uuid</c>, whose order is that of their time; texts by the collation "C", which
/// orders and compares them as SQLite does; times as <c>timestamptz</c> in whole milliseconds.
/// </summary>
internal sealed class PostgresCommentDb(DbContextOptions<PostgresCommentDb> options) : CommentDb(options)
{
    private NpgsqlConnection Connection => (NpgsqlConnection)Database.GetDbConnection();

    public override PreparedReads Reads => new PostgresReads(_ => ValueTask.FromResult(new NpgsqlBatch(Connection)));

    public override Task<bool[]> InsertNewAsync<T>(IReadOnlyList<T> rows) =>
        rows.Count == 0 ? Task.FromResult<bool[]>([]) : PostgresInsert.Of(Model.FindEntityType(typeof(T))!).RunAsync(Connection, rows);

    public override Task<bool[]> InsertAsTheyAreAsync<T>(IReadOnlyList<T> rows) =>
        PostgresInsert.WithGeneratedKeys(Model.FindEntityType(typeof(T))!).RunAsync(Connection, rows);

    public override async Task PassGeneratedKeysAsync()
    {
        foreach (var key in Model.GetEntityTypes().SelectMany(entity => entity.FindPrimaryKey()!.Properties).Where(key => key.ValueGenerated != ValueGenerated.Never))
        {
            var (table, column) = ($"\"{key.DeclaringType.GetTableName()}\"", $"\"{key.GetColumnName()}\"");
            await using var command = new NpgsqlCommand(
                $"SELECT setval(pg_get_serial_sequence('{table}', '{key.GetColumnName()}'), (SELECT COALESCE(MAX({column}), 0) + 1 FROM {table}), false)", Connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    public override async Task ExecuteEachAsync(Statement statement, IEnumerable<object?[]> arguments)
    {
        await using var batch = new NpgsqlBatch(Connection);
        foreach (var set in arguments)
        {
            batch.BatchCommands.Add(PostgresStatement.Of(statement).Command(set));
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync();
        }
    }

    public override Task LockCommentsAsync(IReadOnlyCollection<Guid> ids) =>
        Database.ExecuteSqlAsync($"""SELECT 1 FROM "Comments" WHERE "Id" = ANY({ids.ToArray()}) ORDER BY "Id" FOR UPDATE""");

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<string>().UseCollation("C");
        configurationBuilder.Properties<DateTime>().HaveConversion<WholeMilliseconds>();
    }

    private sealed class WholeMilliseconds() : ValueConverter<DateTime, DateTime>(
        time => PostgresStatement.WholeMilliseconds(time),
        stored => stored);
}

/// <summary>Lets <c>dotnet ef migrations add</c> make the context without a host or a server.</summary>
internal sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresCommentDb>
{
    public PostgresCommentDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresCommentDb>().UseNpgsql("Host=nowhere").Options);
}
