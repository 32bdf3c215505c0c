using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace CommentService.Storage.Postgres;

/// <summary>
/// An insert made from the model that takes any number of rows, each column as one array: one prepared statement and one
/// round trip, with <c>ON CONFLICT DO NOTHING</c>, which <c>COPY</c> does not have.
/// </summary>
internal sealed class PostgresInsert
{
    private static readonly ConcurrentDictionary<(IEntityType Entity, bool WithGenerated), PostgresInsert> Known = new();

    private static readonly Comparer<object?> ByKey = Comparer<object?>.Create(
        (one, other) => one is string text ? string.CompareOrdinal(text, other as string) : Comparer<object?>.Default.Compare(one, other));

    private readonly string sql;
    private readonly PostgresColumn[] columns;

    /// <summary>Where a row can be known again among those that the server says were new; none where it cannot be refused.</summary>
    private readonly IClrPropertyGetter[] identity;
    private readonly bool isOrderGiven;

    private PostgresInsert(IEntityType entity, bool withGenerated)
    {
        var properties = entity.GetProperties().Where(p => withGenerated || p.ValueGenerated == ValueGenerated.Never).ToList();
        columns = [.. properties.Select(p => new PostgresColumn(p))];
        isOrderGiven = entity.FindPrimaryKey()!.Properties.All(p => p.ValueGenerated == ValueGenerated.Never);
        var known = isOrderGiven || withGenerated
            ? entity.FindPrimaryKey()!.Properties
            : entity.GetIndexes().FirstOrDefault(index => index.IsUnique && index.GetFilter() is null)?.Properties ?? [];
        identity = [.. known.Select(p => p.GetGetter())];
        var returning = known.Count == 0 ? "" : " RETURNING " + string.Join(", ", known.Select(NameOf));
        sql = $"""
            INSERT INTO "{entity.GetTableName()}" ({string.Join(", ", properties.Select(NameOf))})
            SELECT * FROM unnest({string.Join(", ", columns.Select((column, i) => $"${i + 1}::{column.StoreType}[]"))}) ON CONFLICT DO NOTHING{returning}
            """;
    }

    public static PostgresInsert Of(IEntityType entity) => Known.GetOrAdd((entity, false), static key => new PostgresInsert(key.Entity, key.WithGenerated));

    public static PostgresInsert WithGeneratedKeys(IEntityType entity) => Known.GetOrAdd((entity, true), static key => new PostgresInsert(key.Entity, key.WithGenerated));

    /// <summary>Inserts rows in the running transaction; false where a row's key was taken, by an earlier row of the same call too.</summary>
    public async Task<bool[]> RunAsync<T>(NpgsqlConnection connection, IReadOnlyList<T> rows)
        where T : class
    {
        // Rows that two processes insert at once wait for each other: in one order they never do so in a circle.
        var order = Enumerable.Range(0, rows.Count).ToArray();
        if (isOrderGiven)
        {
            order = [.. order.OrderBy(i => identity[0].GetClrValue(rows[i]), ByKey)];
        }

        var ordered = Array.ConvertAll(order, i => (object)rows[i]);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var column in columns)
        {
            command.Parameters.Add(column.Of(ordered));
        }

        var isNew = new bool[rows.Count];
        if (identity.Length == 0)
        {
            await command.ExecuteNonQueryAsync();
            Array.Fill(isNew, true);
            return isNew;
        }

        var taken = await ReadNewAsync(command);
        foreach (var i in order)
        {
            isNew[i] = taken.Remove(Key(column => identity[column].GetClrValue(rows[i])));
        }

        return isNew;
    }

    private async Task<HashSet<(object?, object?)>> ReadNewAsync(NpgsqlCommand command)
    {
        var keys = new HashSet<(object?, object?)>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            keys.Add(Key(reader.GetValue));
        }

        return keys;
    }

    /// <summary>No key of the model has more than two columns.</summary>
    private (object?, object?) Key(Func<int, object?> valueOf) => (valueOf(0), identity.Length > 1 ? valueOf(1) : null);

    private static string NameOf(IProperty property) => $"\"{property.GetColumnName()}\"";
}
