using System.Globalization;

namespace CommentService.Hosting;

/// <summary>
/// JSON can escape half of a surrogate pair (<c>"\ud83d"</c>), and JavaScript does so where a text was cut within an
/// emoji. System.Text.Json then throws on reading the string, so each half is turned into U+FFFD first.
/// </summary>
internal static class LoneSurrogates
{
    /// <summary>Rewrites the escapes where they stand: no other byte moves, so positions in error messages stay true.</summary>
    public static void Replace(Span<byte> json)
    {
        for (var at = Next(json, 0); at >= 0; at = Next(json, at))
        {
            var unit = Escaped(json, at);
            if (unit is { } high && char.IsHighSurrogate(high) && Escaped(json, at + 6) is { } low && char.IsLowSurrogate(low))
            {
                at += 12;
            }
            else
            {
                if (unit is { } half && char.IsSurrogate(half))
                {
                    "FFFD"u8.CopyTo(json[(at + 2)..]);
                }

                at += 2;
            }
        }
    }

    private static int Next(ReadOnlySpan<byte> json, int from) =>
        from < json.Length && json[from..].IndexOf((byte)'\\') is >= 0 and var offset ? from + offset : -1;

    /// <summary>The code unit that a <c>\uXXXX</c> at this place stands for, or null.</summary>
    private static char? Escaped(ReadOnlySpan<byte> json, int at) =>
        json.Length >= at + 6 && json[at] == '\\' && json[at + 1] == 'u'
        && ushort.TryParse(json.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
