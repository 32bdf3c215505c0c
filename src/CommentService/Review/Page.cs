using CommentService.Hosting;

namespace CommentService.Review;

/// <summary>A part of a list, with the cursor for the next part, or null at the end.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>How many items a page has, with what is wrong among the other parameters' errors.</summary>
internal static class PageSize
{
    public static int Read(string? value, Dictionary<string, string[]> errors)
    {
        if (!PageLimit.TryRead(value, out var limit))
        {
            errors["limit"] = ["Give a positive number."];
        }

        return limit;
    }
}
