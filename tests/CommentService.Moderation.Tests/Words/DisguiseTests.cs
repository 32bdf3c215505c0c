using System.Text;
using CommentService.Moderation.Words;
using CsCheck;

namespace CommentService.Moderation.Tests.Words;

public sealed class DisguiseTests
{
    // Words that mean no harm, so that the tests are about spelling; none is in the built-in lists.
    private static readonly string[] Terms = ["walnut", "teapot", "balloon", "pudding", "llama", "button", "cello", "virus", "quiz"];

    private static readonly WordSearch Search = new(new Dictionary<string, WordList> { ["mine"] = new() { Terms = Terms } });
    private static readonly WordSearch Guessing = new(new Dictionary<string, WordList> { ["mine"] = new() { Terms = Terms, Guesses = true } });

    private static readonly (string Name, Func<string, string> Apply)[] Single =
    [
        ("capitals", word => word.ToUpperInvariant()),
        ("accents", word => Each(word, c => $"{c}\u0301")),
        ("stacked marks", word => Each(word, c => $"{c}\u0336\u0323\u0347")),
        ("full width", word => Each(word, c => ((char)(c + 0xFEE0)).ToString())),
        ("mathematical", word => Each(word, c => char.ConvertFromUtf32(0x1D41A + c - 'a'))),
        ("circled", word => Each(word, c => ((char)(0x24D0 + c - 'a')).ToString())),
        ("squared", word => Each(word, c => char.ConvertFromUtf32(0x1F170 + c - 'a'))),
        ("zero width", word => string.Join("\u200B\u00AD", word.AsEnumerable())),
        ("leetspeak", word => Each(word, c => "a4b8e3i1o0s5t7".IndexOf(c) is var at and >= 0 && at % 2 == 0 ? "a4b8e3i1o0s5t7"[at + 1].ToString() : c.ToString())),
        ("Cyrillic letters", word => word.Replace('a', 'а').Replace('e', 'е').Replace('o', 'о').Replace('i', 'і')),
        ("Greek letters", word => word.Replace('o', 'ο').Replace('a', 'α').Replace('i', 'ι').Replace('u', 'υ')),
        ("dots", word => string.Join('.', word.AsEnumerable())),
        ("spaces", word => string.Join(' ', word.AsEnumerable())),
        ("hyphens", word => string.Join('-', word.AsEnumerable())),
        ("bars", word => string.Join('|', word.AsEnumerable())),
        ("dots and spaces", word => string.Join(". ", word.AsEnumerable())),
        ("emoji", word => string.Join("🔥", word.AsEnumerable())),
        ("stretched", word => word.Insert(2, new string(word[1], 5))),
        ("all doubled", word => Each(word, c => $"{c}{c}")),
        ("masked", word => word.Remove(2, 1).Insert(2, "*")),
        ("half masked", word => word.Remove(2, 2).Insert(2, "**")),
        ("tags", word => word.Insert(2, "<b></b>")),
        ("comment", word => word.Insert(3, "<!-- -->")),
        ("references", word => Each(word, c => $"&#{(int)c};")),
        ("underscore", word => word.Insert(1, "_")),
    ];

    private static readonly Gen<string> Around = Gen.Int[0, 9].Select(i => new[] { "", "the", "Ein", "что", "好", "😀", "«", "12", "don't", "ok!" }[i]).Array[0, 4].Select(words => string.Join(' ', words));

    [Fact]
    public void Term_in_any_single_disguise_is_found_with_exactly_its_place() =>
        Gen.Select(Around, Around, Gen.Int[0, Terms.Length - 1], Gen.Int[0, Single.Length - 1]).Sample((before, after, term, disguise) =>
        {
            var inserted = Single[disguise].Apply(Terms[term]);
            var text = $"{before} {inserted} {after}";
            var hits = Places(Search, text);
            Assert.True(hits is [var only] && only == (before.Length + 1, inserted), $"{Single[disguise].Name}: {text}");
        });

    [Theory]
    [InlineData("tunlaw")]
    [InlineData("wlanut")]
    [InlineData("wlnt")]
    [InlineData("wallnut")]
    [InlineData("puddyng")]
    [InlineData("kello")]
    [InlineData("teapo t")]
    public void What_only_may_be_a_term_is_a_guess_of_lists_that_guess(string text)
    {
        Assert.Empty(Search.Find(FoldedText.Of(text)));
        Assert.True(Assert.Single(Guessing.Find(FoldedText.Of(text))).IsGuess);
    }

    [Theory]
    [InlineData("walnut", "walnuts")]
    [InlineData("rapist", "a therapist, the rap is top")]
    [InlineData("slut", "his lute")]
    [InlineData("anal", "an alternative, an alpha")]
    [InlineData("penis", "Pen is mightier")]
    [InlineData("shit", "so it's hit, as hit")]
    [InlineData("spic", "s p i c e")]
    [InlineData("ass", "A55 to Chester, a 4-5-5 lineup")]
    [InlineData("cup", "спасибо за сир")]
    [InlineData("raper", "a rapper")]
    [InlineData("boobs", "Bobs, boos")]
    [InlineData("crap", "(rap music)")]
    public void Harmless_text_is_left_alone(string term, string text) =>
        Assert.Empty(new WordSearch(new Dictionary<string, WordList> { [""] = new() { Terms = [term], Guesses = true } }).Find(FoldedText.Of(text)));

    [Fact]
    public void Word_in_the_letters_of_another_script_is_found_where_it_is_alone_or_mixed()
    {
        Assert.Equal(["coвap"], Matches("товар", "это coвap".Replace("c", "т")).Select(m => m.Replace("т", "c")));
        Assert.Equal(["тот"], Matches("tot", "He said so, and then тот came along"));
        Assert.Empty(Matches("tot", "и тот пришёл"));
    }

    [Fact]
    public void Emoji_can_be_a_term() => Assert.Equal(["🖕"], Matches("🖕", "and 🖕 to you"));

    [Fact]
    public void Reading_any_text_never_fails_and_every_place_is_made_of_whole_characters() => Texts.Tricky.Sample(text =>
    {
        foreach (var (start, match) in Places(Guessing, text))
        {
            Assert.True(match.Length > 0 && text.Substring(start, match.Length) == match);
            Assert.False(char.IsLowSurrogate(match[0]) && start > 0 && char.IsHighSurrogate(text[start - 1]));
            Assert.False(char.IsHighSurrogate(match[^1]) && start + match.Length < text.Length && char.IsLowSurrogate(text[start + match.Length]));
        }
    });

    [Theory]
    [InlineData("walnut")]
    [InlineData("w")]
    [InlineData("l")]
    [InlineData("l ")]
    [InlineData("w a l n u ")]
    [InlineData("wa*nut ")]
    [InlineData("w**")]
    [InlineData("-")]
    [InlineData("<")]
    [InlineData("<b")]
    [InlineData("&#1")]
    [InlineData("\"A")]
    [InlineData("lama")]
    [InlineData("1l|!")]
    [InlineData("ua\u0301")]
    [InlineData("аa")]
    [InlineData("Walnut99")]
    public void Work_grows_with_the_length_of_the_text_whatever_it_is(string piece)
    {
        Guessing.Find(FoldedText.Of(string.Concat(Enumerable.Repeat(piece, 10_000 / piece.Length))), out var steps);
        Assert.InRange(steps, 0, 10_000 * 60);
    }

    private static string Each(string word, Func<char, string> change) => string.Concat(word.Select(change));

    private static List<string> Matches(string term, string text) =>
        [.. Places(new WordSearch(new Dictionary<string, WordList> { [""] = new() { Terms = [term] } }), text).Select(place => place.Match)];

    private static List<(int Start, string Match)> Places(WordSearch search, string text)
    {
        var folded = FoldedText.Of(text);
        return [.. search.Find(folded).Select(hit => folded.Evidence(default, hit.Start, hit.End)).Select(place => (place.Start, place.Match))];
    }
}
