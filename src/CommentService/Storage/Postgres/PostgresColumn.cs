using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace CommentService.Storage.Postgres;

/// <summary>One column of many rows as one parameter.</summary>
internal sealed class PostgresColumn
{
    private readonly Func<object[], IClrPropertyGetter, NpgsqlParameter> read;
    private readonly IClrPropertyGetter getter;

    public PostgresColumn(IProperty property)
    {
        getter = property.GetGetter();
        StoreType = property.GetColumnType();
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        read = type switch
        {
            _ when type == typeof(string) => Texts,
            _ when type == typeof(byte[]) => Bytes,
            _ when type == typeof(DateTime) => Times,
            _ when type == typeof(Guid) => Values<Guid>,
            _ when type == typeof(long) => Values<long>,
            _ when type == typeof(bool) => Values<bool>,
            _ when type == typeof(double) => Values<double>,
            _ when type == typeof(int) || type.IsEnum => Numbers,
            _ => throw new NotSupportedException($"No column is known for {property.DeclaringType.DisplayName()}.{property.Name}."),
        };
    }

    public string StoreType { get; }

    public NpgsqlParameter Of(object[] rows) => read(rows, getter);

    private static NpgsqlParameter<T?[]> Values<T>(object[] rows, IClrPropertyGetter getter)
        where T : struct => new("", Array.ConvertAll(rows, row => (T?)getter.GetClrValue(row)));

    /// <summary>Enumerations too: one that is boxed unboxes as the number that it is.</summary>
    private static NpgsqlParameter<int?[]> Numbers(object[] rows, IClrPropertyGetter getter) => new(
        "", Array.ConvertAll(rows, row => getter.GetClrValue(row) is { } number ? (int)number : (int?)null));

    private static NpgsqlParameter<DateTime?[]> Times(object[] rows, IClrPropertyGetter getter) => new(
        "", Array.ConvertAll(rows, row => getter.GetClrValue(row) is DateTime time ? PostgresStatement.WholeMilliseconds(time) : (DateTime?)null));

    private static NpgsqlParameter<string?[]> Texts(object[] rows, IClrPropertyGetter getter) => new(
        "", Array.ConvertAll(rows, row => getter.GetClrValue(row) is string text ? NoNulCharacter.In(text) : null));

    private static NpgsqlParameter<byte[]?[]> Bytes(object[] rows, IClrPropertyGetter getter) => new(
        "", Array.ConvertAll(rows, row => (byte[]?)getter.GetClrValue(row)));
}
