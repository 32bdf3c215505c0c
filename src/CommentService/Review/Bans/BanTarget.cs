using System.Net;
using CommentService.Moderation;
using CommentService.Moderation.Text;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review.Bans;

/// <summary>Whom a ban names: found from a comment, since a moderator sees no network address, or given as text.</summary>
/// <param name="Kind">What kind of ban it is, which need not be the kind that was asked for.</param>
/// <param name="Key">The keyed hash that the worker compares.</param>
/// <param name="Value">What may be shown: an email address or a name.</param>
/// <param name="CommentId">The comment that it was found from.</param>
internal sealed record BanTarget(BanKind Kind, long Key, string? Value, Guid? CommentId)
{
    /// <summary>The author, email, address or name of a comment; null with an error where the comment has none.</summary>
    public static async Task<BanTarget?> OfCommentAsync(BanKind kind, Guid id, CommentDb db, HashKeys keys, JsonFields fields, CancellationToken cancellation)
    {
        var comment = await db.Comments.Where(c => c.Id == id)
            .Select(c => new { c.Name, c.Email, c.AuthorKey, c.AuthorIdentity, c.AddressKey }).SingleOrDefaultAsync(cancellation);
        if (comment is null)
        {
            return Wrong("No stored comment has this id.");
        }

        switch (kind)
        {
            // A name alone may be anyone's: it is enough to hold, never to reject.
            case BanKind.Author when comment.AuthorIdentity != AuthorIdentity.Name:
                return new(kind, comment.AuthorKey, comment.Email ?? comment.Name, id);
            case BanKind.Author or BanKind.Name:
                return new(BanKind.Name, keys.Name(comment.Name), comment.Name, id);
            case BanKind.Email:
                return comment.Email is { } email ? new(kind, keys.Email(email), email, id) : Wrong("This comment came without an email address.");
            default:
                return comment.AddressKey is { } address ? new(kind, address, null, id) : Wrong("Nobody knows from which address this comment came.");
        }

        BanTarget? Wrong(string message)
        {
            fields.Error("commentId", message);
            return null;
        }
    }

    /// <summary>What is written out; null with an error where it is not what the kind needs. A network address is hashed here and kept nowhere.</summary>
    public static BanTarget? OfValue(BanKind kind, string value, HashKeys keys, JsonFields fields)
    {
        switch (kind)
        {
            case BanKind.Author when !value.Contains('@', StringComparison.Ordinal):
                return Wrong("Give an email address, or the commentId of one of the author's comments.");
            case BanKind.Author or BanKind.Email:
                return SubmissionRules.CheckEmail(value) is null ? new(kind, keys.Email(value), value, null) : Wrong("This is no email address.");
            case BanKind.Address:
                return IPAddress.TryParse(value, out var address) ? new(kind, keys.Address(address), null, null) : Wrong("This is no IP address.");
            default:
                return SubmissionRules.CheckName(value) is null ? new(kind, keys.Name(value), value, null) : Wrong("This is no name that a reader could give.");
        }

        BanTarget? Wrong(string message)
        {
            fields.Error("value", message);
            return null;
        }
    }
}
