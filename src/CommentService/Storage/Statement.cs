using System.Data.Common;

namespace CommentService.Storage;

/// <summary>SQL that every provider understands, with its parameters in the order in which arguments are given.</summary>
internal sealed record Statement(string Sql, params string[] Parameters)
{
    /// <summary>A command with these parameters on a connection, which the caller keeps and runs again and again.</summary>
    public DbCommand CommandOn(DbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = Sql;
        foreach (var name in Parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>Sets a command's arguments; null is the database's null.</summary>
    public static void Bind(DbCommand command, IReadOnlyList<object?> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            command.Parameters[i].Value = arguments[i] ?? DBNull.Value;
        }
    }
}
