using System.Text;
using System.Text.RegularExpressions;

namespace CommentService.Moderation.Classifiers;

/// <summary>
/// What shows that a submission is there for its website, whatever its words: three quarters of the spam on blogs is
/// flattery, with what it sells in the name and the website. Written down rather than learnt, since no site's readers
/// look like another's; without a website it says nothing.
/// </summary>
internal static partial class Promotion
{
    private const int ManyWords = 5;
    private const int TooManyWords = 7;
    private const int TooManySyllables = 7;

    // In an alphabet that the comment is not in: names of people come in it too, and are shorter.
    private const int ForeignWords = 3;
    private const int ForeignSyllables = 5;
    private const double Few = 0.3;
    private const int DeepPath = 20;

    // Logits. A name of search words beside a website is held unless the comment speaks strongly for it, and rejected where the
    // classifier sees at least something in it.
    private const float Keywords = 6.2f;
    private const float Deep = 1;
    private const float Disguised = 3;

    // The page of one day is what is to be found, not a reader's home.
    private const float Dated = 2;

    // Links in the signs of forums, which no page shows as links: what programs write that post anywhere.
    private const float ForumMarkup = 4;

    // Readers who have no site sign with a profile of their name: enough to take a rejection to a moderator.
    private const float Profile = -2;
    private const int ShortestProfile = 4;

    /// <summary>What is added to the logit of spam.</summary>
    /// <param name="input">The submission.</param>
    /// <param name="isLinkInName">Whether the name is or holds a web address.</param>
    /// <param name="mixedWords">Words of the comment whose letters come from two alphabets.</param>
    public static float Of(ModerationInput input, bool isLinkInName, int mixedWords)
    {
        // One such word may be a slip or a joke.
        var disguised = mixedWords > 1 ? Disguised : 0;
        if (string.IsNullOrEmpty(input.Website))
        {
            return disguised;
        }

        WebAddress.Split(input.Website, out var host, out var path);
        if (IsProfile(host, path, input.Name))
        {
            return disguised + Profile;
        }

        var isDeep = IsDeep(path);
        var isKeywords = isLinkInName || IsPhrase(input, host, isDeep);
        return disguised
            + (isKeywords ? Keywords + (isDeep ? Deep : 0) : 0)
            + (Date().IsMatch(path) ? Dated : 0)
            + (input.Comment.Contains("[url", StringComparison.OrdinalIgnoreCase) ? ForumMarkup : 0);
    }

    // A name that is what people search for rather than what somebody is called.
    private static bool IsPhrase(ModerationInput input, ReadOnlySpan<char> host, bool isDeep)
    {
        var words = PersonName.Words(input.Name);
        var syllables = Script.Syllables(input.Name);
        return words >= TooManyWords || syllables >= TooManySyllables
            || (words >= ManyWords && isDeep)
            || (IsLowerPhrase(input.Name, words, isDeep) && (isDeep || !IsNamedFor(host, input.Name)))
            || ((words >= ForeignWords || syllables >= ForeignSyllables) && Script.LatinShare(input.Name) < Few && Script.LatinShare(input.Comment) > 1 - Few);
    }

    [GeneratedRegex("/20[0-9]{2}/[0-9]")]
    private static partial Regex Date();

    // Readers write their names with capitals, one word of their own, or at most "mary miller".
    private static bool IsLowerPhrase(string name, int words, bool isDeep) =>
        words > 1 && PersonName.IsLower(name) && (words > 2 || isDeep || SellingName.Is(name));

    // Readers give the front page of a site of theirs, who sells gives the page that is to be found.
    private static bool IsDeep(ReadOnlySpan<char> path)
    {
        var inner = path.Trim('/');
        return inner.Length > DeepPath || inner.ContainsAny("/?#");
    }

    private static bool IsProfile(ReadOnlySpan<char> host, ReadOnlySpan<char> path, string name)
    {
        if (!WebAddress.IsOfProfiles(WebAddress.WithoutWww(host)))
        {
            return false;
        }

        var account = Squeezed(WebAddress.FirstStep(path));
        return account.Length >= ShortestProfile && account.Equals(Squeezed(name), StringComparison.OrdinalIgnoreCase);
    }

    // Whoever writes a name without capitals may still have a site of that name.
    private static bool IsNamedFor(ReadOnlySpan<char> host, string name) => Squeezed(host).Contains(Squeezed(name), StringComparison.OrdinalIgnoreCase);

    private static string Squeezed(ReadOnlySpan<char> text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                letters.Append(c);
            }
        }

        return letters.ToString();
    }
}
