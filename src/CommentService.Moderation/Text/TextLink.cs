namespace CommentService.Moderation.Text;

/// <summary>How a web address is written.</summary>
internal enum LinkKind
{
    /// <summary><c>http://…</c> or <c>https://…</c>.</summary>
    Address,

    /// <summary><c>www.…</c></summary>
    Www,

    /// <summary>A domain alone, such as <c>example.com</c>; never made clickable.</summary>
    Bare,

    /// <summary>Written so as not to look like one, such as <c>example dot com</c>; never made clickable.</summary>
    Disguised,
}

/// <summary>A web address in a text.</summary>
/// <param name="Start">Offset in UTF-16 code units.</param>
/// <param name="Length">Length in UTF-16 code units.</param>
/// <param name="Kind">How it is written.</param>
/// <param name="Host">Its host in lower case, disguises undone.</param>
internal readonly record struct TextLink(int Start, int Length, LinkKind Kind, string Host)
{
    public int End => Start + Length;
}
