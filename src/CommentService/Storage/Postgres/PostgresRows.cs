using Npgsql;

namespace CommentService.Storage.Postgres;

/// <summary>Rows that the server sent; the first of them are here already when reading begins.</summary>
internal sealed class PostgresRows(NpgsqlDataReader reader) : Rows
{
    public override bool Read() => reader.Read();

    public override bool IsNull(int column) => reader.IsDBNull(column);

    public override bool Flag(int column) => reader.GetBoolean(column);

    /// <summary>Sums are numeric here, counts and sequences bigint, most else integer. As on SQLite, 0 where there is none.</summary>
    public override long Number(int column)
    {
        if (reader.IsDBNull(column))
        {
            return 0;
        }

        var type = reader.GetFieldType(column);
        return type == typeof(int) ? reader.GetInt32(column)
            : type == typeof(long) ? reader.GetInt64(column)
            : Convert.ToInt64(reader.GetValue(column), null);
    }

    public override string Text(int column) => reader.GetString(column);

    public override Guid Id(int column) => reader.GetGuid(column);

    public override DateTime Time(int column) => reader.GetDateTime(column);
}
