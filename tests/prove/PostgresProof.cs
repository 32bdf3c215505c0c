using CommentService.Compliance.Servers;
using CommentService.Tests.Running;

namespace CommentService.Prove;

/// <summary>Runs a proof whose services have their data in a real PostgreSQL.</summary>
internal static class PostgresProof
{
    public static async Task<Proof> OnAsync(Func<PostgresServer, Task<Proof>> prove)
    {
        await using var server = await PostgresServer.StartAsync();
        TestStore.Postgres = server;
        return await prove(server);
    }
}
