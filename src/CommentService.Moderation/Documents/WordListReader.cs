using CommentService.Moderation.Words;

namespace CommentService.Moderation.Documents;

/// <summary>Reads and checks the word lists of a document.</summary>
internal static class WordListReader
{
    /// <summary>How a list may be named, for the schema.</summary>
    public const string NamePattern = "^[A-Za-z0-9_-]{1,64}$";

    /// <summary>The lists that are right.</summary>
    public static Dictionary<string, WordList> Read(JsonPlace place)
    {
        var lists = new Dictionary<string, WordList>();
        foreach (var (name, list) in place.Members())
        {
            if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            {
                list.Fail("must be named with 1 to 64 letters, digits, hyphens and underscores");
            }

            lists[name] = MemberReader.Read(list, new WordList());
            CheckTerms(list, "terms", lists[name].Terms);
            CheckTerms(list, "lowercaseTerms", lists[name].LowercaseTerms);
            CheckTerms(list, "exceptions", lists[name].Exceptions);
            CheckExamples(list, lists[name]);
            if (BuiltInLists.All.TryGetValue(name, out var builtIn) && lists[name].SaysTheSameAs(builtIn))
            {
                // A stored policy has its lists written out, and they are the program's all the same.
                lists[name] = builtIn;
            }
        }

        return lists;
    }

    private static void CheckTerms(JsonPlace list, string member, IReadOnlyList<string> terms)
    {
        for (var i = 0; i < terms.Count; i++)
        {
            if (Term.TryRead(terms[i]) is null)
            {
                list.Errors.Add($"{list.Path}.{member}[{i}]", $"must be a word or phrase of 1 to {Term.MaxLength} characters, with * at most at its start and end");
            }
        }
    }

    private static void CheckExamples(JsonPlace place, WordList list)
    {
        if (list.MustMatch.Count + list.MustNotMatch.Count == 0)
        {
            return;
        }

        var search = new WordSearch(new Dictionary<string, WordList> { [""] = list });
        for (var i = 0; i < list.MustMatch.Count; i++)
        {
            if (search.Find(FoldedText.Of(list.MustMatch[i])).Count == 0)
            {
                place.Errors.Add($"{place.Path}.mustMatch[{i}]", "holds no word of the list");
            }
        }

        for (var i = 0; i < list.MustNotMatch.Count; i++)
        {
            var text = FoldedText.Of(list.MustNotMatch[i]);
            if (search.Find(text) is [var hit, ..])
            {
                place.Errors.Add($"{place.Path}.mustNotMatch[{i}]", $"holds a word of the list: “{text.Evidence(default, hit.Start, hit.End).Match}”");
            }
        }
    }
}
