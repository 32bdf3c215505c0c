using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CommentService.Hosting.Outgoing;

/// <summary>
/// Signs and checks messages as Standard Webhooks does (github.com/standard-webhooks, specification 1.0.0): HMAC-SHA256
/// over id, moment and body. A secret is <c>whsec_</c> and 24 to 64 bytes in base64.
/// </summary>
internal sealed class WebhookSecret
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    private const string Prefix = "whsec_";

    /// <summary>So far may a message's moment be from now: a recorded one cannot be sent again for ever.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly byte[] key;

    private WebhookSecret(byte[] key) => this.key = key;

    /// <summary>The sentence for a secret that is none; it begins after the secret's name.</summary>
    public const string Invalid = "must be whsec_ and 24 to 64 bytes in base64";

    public static bool TryRead(string? text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        var bytes = new byte[64];
        secret = text is { Length: <= 128 } && text.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(text[Prefix.Length..], bytes, out var length) && length >= 24
            ? new WebhookSecret(bytes[..length])
            : null;
        return secret is not null;
    }

    /// <summary>A new secret as text.</summary>
    public static string Make() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The headers that go with a body.</summary>
    public IEnumerable<(string Name, string Value)> Headers(string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return [(IdHeader, id), (TimestampHeader, timestamp), (SignatureHeader, "v1," + Sign(id, timestamp, body))];
    }

    /// <summary>Whether a message is from someone who has the secret, and from now.</summary>
    /// <param name="id">The header <see cref="IdHeader"/>.</param>
    /// <param name="timestamp">The header <see cref="TimestampHeader"/>, seconds since 1970.</param>
    /// <param name="signatures">The header <see cref="SignatureHeader"/>: one or more, separated by spaces.</param>
    /// <param name="body">What came with them.</param>
    /// <param name="now">The moment of checking.</param>
    public bool Verifies(string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(signatures)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds)
        {
            return false;
        }

        var expected = Encoding.ASCII.GetBytes("v1," + Sign(id, timestamp, body));
        return signatures.Split(' ').Any(given => CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(given)));
    }

    private string Sign(string id, string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return Convert.ToBase64String(HMACSHA256.HashData(key, signed));
    }
}
