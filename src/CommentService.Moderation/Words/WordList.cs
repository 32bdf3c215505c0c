using System.ComponentModel;

namespace CommentService.Moderation.Words;

/// <summary>A word list as a policy writes it.</summary>
internal sealed record WordList
{
    [Description("Words and phrases. Whole words are meant: term* also matches longer words that begin with it, *term those that end with it, *term* those that contain it. White space in a phrase matches any white space.")]
    public IReadOnlyList<string> Terms { get; init; } = [];

    [Description("Terms that are harmless names as well (Dick, Hooker): they count only where all of their letters are small.")]
    public IReadOnlyList<string> LowercaseTerms { get; init; } = [];

    [Description("Words and phrases, written like terms, inside which no term counts.")]
    public IReadOnlyList<string> Exceptions { get; init; } = [];

    [Description("BCP 47 tag such as en. A list with a language is not asked about comments on a page in another one.")]
    public string? Language { get; init; }

    [Description("Whether to hold what only may be a term too: letters swapped, reversed or left out, words written as they sound, a term parted by one space. Disguises that leave no doubt are undone in any case.")]
    public bool Guesses { get; init; }

    [Description("Texts in which the list must find something; a policy whose list does not is refused.")]
    public IReadOnlyList<string> MustMatch { get; init; } = [];

    [Description("Texts in which the list must find nothing; a policy whose list does is refused.")]
    public IReadOnlyList<string> MustNotMatch { get; init; } = [];

    /// <summary>Whether all members are the same, text by text.</summary>
    public bool SaysTheSameAs(WordList other) =>
        Language == other.Language && Guesses == other.Guesses
        && Terms.SequenceEqual(other.Terms) && LowercaseTerms.SequenceEqual(other.LowercaseTerms) && Exceptions.SequenceEqual(other.Exceptions)
        && MustMatch.SequenceEqual(other.MustMatch) && MustNotMatch.SequenceEqual(other.MustNotMatch);
}
