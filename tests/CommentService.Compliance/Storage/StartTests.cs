using CommentService.Compliance.Servers;
using Npgsql;

namespace CommentService.Compliance.Storage;

/// <summary>A start on a server that others load.</summary>
public sealed class StartTests : IAsyncLifetime
{
    private const string WaitingForSecrets = """SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%"Secrets"%'""";

    private string database = "";
    private NpgsqlConnection operators = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestServers.NewDatabaseAsync();
        operators = await ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await operators.DisposeAsync();
        await TestServers.DropAsync(database);
    }

    [Fact]
    public async Task Start_that_loses_its_transaction_is_tried_again()
    {
        await using var other = await ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync(Test.Cancellation);
        await AskAsync(other, """LOCK TABLE "Secrets" """);

        var starting = TestService.StartAsync(new Dictionary<string, string?> { ["ConnectionStrings:Postgres"] = database });
        var lost = await WaitingStartAsync(starting, besides: 0);
        Assert.Equal(true, await AskAsync(operators, $"SELECT pg_terminate_backend({lost})"));
        await WaitingStartAsync(starting, besides: lost);
        await transaction.RollbackAsync(Test.Cancellation);

        await using var service = await starting;
        Assert.Equal(200, (await service.GetAsync("/health/ready")).Status);
    }

    /// <summary>The server's process that serves the start, once it waits for the table.</summary>
    private async Task<int> WaitingStartAsync(Task<TestService> starting, int besides)
    {
        var seen = await Eventually.SeesAsync(
            () => AskAsync(operators, WaitingForSecrets), pid => (pid is int waiting && waiting != besides) || starting.IsCompleted, "A start that waits for the table");
        if (starting.IsCompleted)
        {
            await starting;
        }

        return Assert.IsType<int>(seen);
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync(Test.Cancellation);
        return connection;
    }

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Test.Cancellation);
    }
}
