using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CommentService.Storage.Transfer;

/// <summary>One table of the model, as an export has it: rows in the order of their key, each a JSON object with all columns.</summary>
internal abstract class Table(string name)
{
    /// <summary>Numbers for enumerations, as they are stored; null is left out.</summary>
    private protected static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public string Name { get; } = name;

    /// <summary>All tables but those that say what processes do just now.</summary>
    public static IReadOnlyList<Table> Of(CommentDb db) =>
    [
        .. from entity in db.Model.GetEntityTypes()
           where entity.ClrType != typeof(StoredLease) && entity.ClrType != typeof(UnfinishedImport)
           orderby entity.GetTableName()
           select (Table)Activator.CreateInstance(typeof(Table<>).MakeGenericType(entity.ClrType), entity)!,
    ];

    public abstract Task<int> CountAsync(CommentDb db, CancellationToken cancellation);

    /// <summary>The rows as JSON, after the first ones.</summary>
    public abstract IAsyncEnumerable<string> ReadAsync(CommentDb db, int after, CancellationToken cancellation);

    /// <summary>Inserts rows in the running transaction, with their generated keys.</summary>
    /// <exception cref="JsonException">One of them is none of this table.</exception>
    public abstract Task InsertAsync(CommentDb db, IReadOnlyList<JsonElement> rows);
}

internal sealed class Table<T>(IEntityType entity) : Table(entity.GetTableName()!)
    where T : class
{
    public override Task<int> CountAsync(CommentDb db, CancellationToken cancellation) => db.Set<T>().CountAsync(cancellation);

    public override async IAsyncEnumerable<string> ReadAsync(CommentDb db, int after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var rows = ByKey(db.Set<T>().AsNoTracking());
        await foreach (var row in (after == 0 ? rows : rows.Skip(after)).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            yield return JsonSerializer.Serialize(row, Json);
        }
    }

    public override async Task InsertAsync(CommentDb db, IReadOnlyList<JsonElement> rows)
    {
        var all = rows.Select(row => row.Deserialize<T>(Json) ?? throw new JsonException($"A row of {Name} is null.")).ToList();
        var isNew = await db.InsertAsTheyAreAsync(all);
        if (!Array.TrueForAll(isNew, inserted => inserted))
        {
            throw new InvalidDataException($"A row of {Name} is in the database already");
        }
    }

    private IQueryable<T> ByKey(IQueryable<T> rows)
    {
        var method = nameof(Queryable.OrderBy);
        foreach (var property in entity.FindPrimaryKey()!.Properties)
        {
            var row = Expression.Parameter(typeof(T));
            var key = Expression.Lambda(Expression.Property(row, property.PropertyInfo!), row);
            rows = rows.Provider.CreateQuery<T>(Expression.Call(typeof(Queryable), method, [typeof(T), property.ClrType], rows.Expression, Expression.Quote(key)));
            method = nameof(Queryable.ThenBy);
        }

        return rows;
    }
}
