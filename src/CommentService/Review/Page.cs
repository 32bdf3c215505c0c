using System.Globalization;

namespace CommentService.Review;

/// <summary>A part of a list, with the cursor for the next part, or null at the end.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>How many items a page has.</summary>
internal static class PageLimit
{
    public const int Default = 50;
    public const int Most = 200;

    public static int Read(string? value, Dictionary<string, string[]> errors)
    {
        if (value is null)
        {
            return Default;
        }

        if (value.Length == 0 || !value.All(char.IsAsciiDigit) || value.All(c => c == '0'))
        {
            errors["limit"] = ["Give a positive number."];
            return Default;
        }

        // A number that fits in no integer is more than the most all the same.
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? Math.Min(limit, Most) : Most;
    }
}
