using System.Diagnostics;
using CommentService.Load.Measuring;
using Npgsql;
using NpgsqlTypes;

namespace CommentService.Load.Baselines;

/// <summary>
/// The least that storing costs on PostgreSQL: one connection inserts many rows by one statement, a transaction each, into
/// a table that has nothing but a primary key.
/// </summary>
internal static class PostgresInsert
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var database = arguments.Required("database");
        var count = arguments.Number("submissions", 200_000);
        var rows = Math.Max(1, arguments.Number("rows", 500));
        arguments.RefuseUnknown();

        var submissions = Submissions.Make(count);
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await ExecuteAsync(connection, """DROP TABLE IF EXISTS baseline; CREATE TABLE baseline ("Id" uuid PRIMARY KEY, "Article" text NOT NULL, "Body" bytea NOT NULL)""");
        await using var insert = new NpgsqlCommand("INSERT INTO baseline SELECT * FROM unnest($1, $2, $3)", connection);
        var ids = insert.Parameters.Add(new NpgsqlParameter<Guid[]> { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        var articles = insert.Parameters.Add(new NpgsqlParameter<string[]> { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        var bodies = insert.Parameters.Add(new NpgsqlParameter<byte[][]> { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        var began = Stopwatch.GetTimestamp();
        foreach (var group in submissions.Chunk(rows))
        {
            ids.Value = group.Select(_ => Guid.CreateVersion7()).ToArray();
            articles.Value = group.Select((_, i) => $"article-{i}").ToArray();
            bodies.Value = group;
            await insert.ExecuteNonQueryAsync();
        }

        Rate.Tell($"PostgreSQL inserts, {rows} rows by one statement", count, Stopwatch.GetElapsedTime(began));
        await ExecuteAsync(connection, "DROP TABLE baseline");
        return 0;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
