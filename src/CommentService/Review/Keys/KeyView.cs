using System.ComponentModel;
using System.Text.Json.Serialization;
using CommentService.Storage;

namespace CommentService.Review.Keys;

/// <summary>A key without its secret, which nobody can read again.</summary>
internal record KeyView
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }

    [JsonConverter(typeof(LowerCase<KeyRole>))]
    public required KeyRole Role { get; init; }

    [Description("The event types that it may follow")]
    public required IReadOnlyList<string> EventTypes { get; init; }
    public required DateTime CreatedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("To within a minute; absent where it never was")]
    public DateTime? LastUsedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("Absent while it is in force")]
    public DateTime? RevokedAt { get; init; }

    public static KeyView Of(ApiKey key) => new()
    {
        Id = key.Id,
        Name = key.Name,
        Role = key.Role,
        EventTypes = Storage.EventTypes.Split(key.EventTypes),
        CreatedAt = key.CreatedAt,
        LastUsedAt = key.LastUsedAt,
        RevokedAt = key.RevokedAt,
    };
}

/// <summary>A key that was made just now, with its secret.</summary>
internal sealed record NewKey : KeyView
{
    [Description("Shown this once: only its hash is kept")]
    public required string Secret { get; init; }

    public static NewKey Of(ApiKey key, string secret) => new()
    {
        Id = key.Id,
        Name = key.Name,
        Role = key.Role,
        EventTypes = Storage.EventTypes.Split(key.EventTypes),
        CreatedAt = key.CreatedAt,
        Secret = secret,
    };
}
