using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CommentService.Storage.Sqlite;

/// <summary>The writer's prepared statements, each made once for the life of its connection.</summary>
internal sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, DbCommand> commands = [];
    private readonly Dictionary<Type, SqliteInsert> inserts = [];

    public SqliteInsert InsertOf(IEntityType entity)
    {
        if (!inserts.TryGetValue(entity.ClrType, out var insert))
        {
            inserts[entity.ClrType] = insert = new SqliteInsert(connection, entity);
        }

        return insert;
    }

    public DbCommand Prepare(Statement statement)
    {
        if (!commands.TryGetValue(statement.Sql, out var command))
        {
            commands[statement.Sql] = command = statement.CommandOn(connection);
        }

        return command;
    }

    public void Dispose()
    {
        foreach (var command in commands.Values)
        {
            command.Dispose();
        }

        foreach (var insert in inserts.Values)
        {
            insert.Dispose();
        }
    }
}
