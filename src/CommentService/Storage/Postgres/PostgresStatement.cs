using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Npgsql;

namespace CommentService.Storage.Postgres;

/// <summary>A <see cref="Statement"/> with numbered parameters, as the server wants it. The driver prepares it on each connection that uses it twice.</summary>
internal sealed partial class PostgresStatement
{
    private static readonly ConcurrentDictionary<Statement, PostgresStatement> Known = new(ReferenceEqualityComparer.Instance);

    private readonly string sql;

    private PostgresStatement(Statement statement) =>
        sql = Parameter().Replace(statement.Sql, name => "$" + (Array.IndexOf(statement.Parameters, name.Value) + 1));

    public static PostgresStatement Of(Statement statement) => Known.GetOrAdd(statement, static s => new PostgresStatement(s));

    public NpgsqlBatchCommand Command(object?[] arguments)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var argument in arguments)
        {
            command.Parameters.Add(ParameterOf(argument));
        }

        return command;
    }

    /// <summary>PostgreSQL keeps microseconds and SQLite milliseconds: both are given the same.</summary>
    public static DateTime WholeMilliseconds(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);

    private static NpgsqlParameter ParameterOf(object? argument) => argument switch
    {
        // Without a type: the server takes the one that the place wants.
        null => new NpgsqlParameter { Value = DBNull.Value },
        string text => new NpgsqlParameter<string>("", NoNulCharacter.In(text)),
        Guid id => new NpgsqlParameter<Guid>("", id),
        long number => new NpgsqlParameter<long>("", number),
        int number => new NpgsqlParameter<int>("", number),
        bool flag => new NpgsqlParameter<bool>("", flag),
        double number => new NpgsqlParameter<double>("", number),
        byte[] bytes => new NpgsqlParameter<byte[]>("", bytes),
        DateTime time => new NpgsqlParameter<DateTime>("", WholeMilliseconds(time)),
        _ => new NpgsqlParameter<int>("", Convert.ToInt32(argument, null)),
    };

    [GeneratedRegex("@\\w+")]
    private static partial Regex Parameter();
}
