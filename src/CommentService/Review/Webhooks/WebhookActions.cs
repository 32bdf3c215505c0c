using System.ComponentModel;
using System.Globalization;
using System.Text.Json;

namespace CommentService.Review.Webhooks;

/// <summary>A new secret for a webhook.</summary>
internal sealed record RotateRequest
{
    private const int DefaultHours = 24;
    private const int MostHours = 24 * 30;

    [Description("whsec_ and 24 to 64 bytes in base64; made unless given")]
    public string? Secret { get; init; }

    [Description("So many hours messages are signed with the old secret as well; 24 unless said, 0 to end it at once, at most 720")]
    public int KeepOldHours { get; init; } = DefaultHours;

    public static RotateRequest Read(JsonFields fields) => new() { Secret = WebhookRequest.ReadSecret(fields), KeepOldHours = ReadHours(fields) };

    private static int ReadHours(JsonFields fields)
    {
        if (!fields.TryGet("keepOldHours", out var value))
        {
            return DefaultHours;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var hours) && hours is >= 0 and <= MostHours)
        {
            return hours;
        }

        fields.Error("keepOldHours", $"Give a whole number from 0 to {MostHours}.");
        return DefaultHours;
    }
}

/// <summary>From where a webhook is sent everything again.</summary>
internal sealed record ReplayRequest
{
    [Description("The position before the first event")]
    public required string After { get; init; }

    internal long Position => long.Parse(After, CultureInfo.InvariantCulture);

    public static ReplayRequest Read(JsonFields fields)
    {
        var after = WebhookRequest.ReadAfter(fields);
        if (after is null)
        {
            fields.Error("after", "Give the position before the first event.");
        }

        return new() { After = after ?? "0" };
    }
}
