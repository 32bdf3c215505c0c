using System.ComponentModel;
using CommentService.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace CommentService.Review;

/// <summary>What every list is asked: how many items, and after which. Both are text, so that each is refused by its own name.</summary>
internal sealed class ListQuery
{
    [FromQuery(Name = "limit"), Description("Items on a page: 50 unless said, at most 200")]
    public string? Limit { get; init; }

    [FromQuery(Name = "cursor"), Description("The next member of the page before; all other parameters as they were there")]
    public string? Cursor { get; init; }

    /// <summary>Reads the parameters of a list that goes by ids.</summary>
    /// <param name="list">Names the list with all that narrows it, so that a cursor fits only its own.</param>
    /// <param name="limit">How many items a page has.</param>
    /// <param name="last">The id that the page before ended with; null at the start.</param>
    /// <returns>What is wrong, or null.</returns>
    public IResult? ReadId(string list, out int limit, out Guid? last)
    {
        var errors = new Dictionary<string, string[]>();
        limit = PageSize.Read(Limit, errors);
        last = Review.Cursor.ReadId(Cursor, list, errors);
        return errors.Count > 0 ? Problem.Invalid(errors) : null;
    }

    /// <summary>Reads the parameters of a list that goes by numbers.</summary>
    /// <inheritdoc cref="ReadId"/>
    public IResult? ReadNumber(string list, out int limit, out long? last)
    {
        var errors = new Dictionary<string, string[]>();
        limit = PageSize.Read(Limit, errors);
        last = Review.Cursor.ReadNumber(Cursor, list, errors);
        return errors.Count > 0 ? Problem.Invalid(errors) : null;
    }
}
