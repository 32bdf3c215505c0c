using CommentService.Hosting;

namespace CommentService.Review;

/// <summary>A part of a list, with the cursor for the next part, or null at the end.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Makes pages.</summary>
internal static class Page
{
    /// <param name="found">At most one row more than a page has: whether there is a next page.</param>
    /// <param name="limit">How many items a page has.</param>
    /// <param name="view">How a row is shown.</param>
    /// <param name="cursor">The cursor that goes on after a row.</param>
    public static Page<TView> Of<TRow, TView>(IReadOnlyList<TRow> found, int limit, Func<TRow, TView> view, Func<TRow, string> cursor) =>
        new([.. found.Take(limit).Select(view)], found.Count > limit ? cursor(found[limit - 1]) : null);
}

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
