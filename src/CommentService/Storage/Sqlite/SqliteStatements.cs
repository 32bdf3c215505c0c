using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CommentService.Storage.Sqlite;

/// <summary>A connection's prepared statements, each made once for the connection's life.</summary>
internal sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<Statement, SqliteStatement> prepared = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(Type Row, bool WithGenerated), SqliteInsert> inserts = [];

    public SqliteInsert InsertOf(IEntityType entity, bool withGenerated = false)
    {
        if (!inserts.TryGetValue((entity.ClrType, withGenerated), out var insert))
        {
            inserts[(entity.ClrType, withGenerated)] = insert = new SqliteInsert(connection, entity, withGenerated);
        }

        return insert;
    }

    public SqliteStatement Prepare(Statement statement)
    {
        if (!prepared.TryGetValue(statement, out var known))
        {
            prepared[statement] = known = new SqliteStatement(connection, statement.Sql, statement.Parameters);
        }

        return known;
    }

    public void Dispose()
    {
        foreach (var statement in prepared.Values)
        {
            statement.Dispose();
        }

        foreach (var insert in inserts.Values)
        {
            insert.Dispose();
        }
    }
}
