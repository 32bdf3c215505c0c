using CommentService.Moderation.Words;
using CsCheck;

namespace CommentService.Moderation.Tests.Words;

public sealed class TermSearchTests
{
    private static readonly Gen<string> Small = Gen.Char["abc "].Array[1, 5].Select(c => new string(c).Trim()).Where(s => s.Length > 0);

    [Fact]
    public void Every_place_is_found_that_a_naive_search_finds() =>
        Gen.Select(Small.Array[1, 12], Gen.Char["abc "].Array[0, 60]).Sample((words, chars) =>
        {
            var text = new string(chars);
            Assert.Equal(Naive(words, text), Places(words, text));
        });

    [Fact]
    public void Fifty_thousand_terms_are_all_found()
    {
        var terms = Enumerable.Range(0, 50_000).Select(i => $"w{i:x}z").ToArray();

        Assert.Equal(50_000, Places(terms, string.Join(' ', terms)).Count);
    }

    [Theory]
    [InlineData("a*b")]
    [InlineData("*")]
    [InlineData("**")]
    [InlineData(" ")]
    [InlineData("\u200B")]
    [InlineData("a**")]
    public void Term_with_nothing_to_find_is_none(string text) => Assert.Null(Term.TryRead(text));

    private static List<(int, int, int)> Places(string[] terms, string text)
    {
        var places = new List<(int Term, int Start, int End)>();
        new TermSearch(terms).Search(text, ref places, static (ref all, term, start, end) => all.Add((term, start, end)));
        places.Sort();
        return places;
    }

    private static List<(int, int, int)> Naive(string[] terms, string text)
    {
        var places = new List<(int, int, int)>();
        for (var term = 0; term < terms.Length; term++)
        {
            for (var at = text.IndexOf(terms[term], StringComparison.Ordinal); at >= 0; at = text.IndexOf(terms[term], at + 1, StringComparison.Ordinal))
            {
                places.Add((term, at, at + terms[term].Length));
            }
        }

        places.Sort();
        return places;
    }
}
