using System.Globalization;

namespace CommentService.Hosting;

/// <summary>The <c>limit</c> of every list: 50 unless asked, never more than 200.</summary>
internal static class PageLimit
{
    public const string Message = "This is not a positive whole number.";
    public const int Default = 50;
    private const int Most = 200;

    public static bool TryRead(string? text, out int limit)
    {
        limit = Default;
        if (text is null)
        {
            return true;
        }

        if (text.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('0', '9') || text.AsSpan().TrimStart('0').IsEmpty)
        {
            return false;
        }

        // Too large a number is as good as the largest.
        limit = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? Math.Min(asked, Most) : Most;
        return true;
    }
}
