using System.Globalization;
using System.Text;
using CommentService.Moderation.Text;
using CsCheck;

namespace CommentService.Moderation.Tests.Text;

public sealed class SubmissionTextTests
{
    [Theory]
    [InlineData("Nothing to do.\n\tHere.")]
    [InlineData("Nothing à faire")]
    public void Clean_text_is_returned_as_the_same_instance(string text) => Assert.Same(text, SubmissionText.Clean(text));

    [Fact]
    public void Text_is_clean_if_cleaning_changes_nothing() => Texts.Tricky.Sample(text =>
    {
        Assert.Equal(SubmissionText.Clean(text) == text, SubmissionText.IsClean(text));
        Assert.True(SubmissionText.IsClean(SubmissionText.Clean(text)));
    });

    [Theory]
    [InlineData("Plain words.\n\tOf one kind.")]
    [InlineData("Ça va, déjà vu, naïve – “so” 漢字 ภาษา 😀👍🏽 e")]
    public void Clean_text_is_found_clean_without_copying_it(string sentence)
    {
        var text = string.Concat(Enumerable.Repeat(sentence, 100));
        Assert.True(SubmissionText.IsClean(text));
        var before = GC.GetAllocatedBytesForCurrentThread();
        SubmissionText.IsClean(text);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, text.Length);
    }

    [Theory]
    [InlineData("\u0001a\u0000b\u0085c\r\n\td\u007F", "abc\n\td")]
    [InlineData("\u202Ea\u2066b\u2069c\u202Cd", "abcd")]
    [InlineData("\u200Fstays\u200E", "\u200Fstays\u200E")]
    [InlineData("\u3000 trimmed \u00A0\n", "trimmed")]
    [InlineData("e\u0301", "é")]
    [InlineData("\u1112\u1161\u11AB", "한")]
    public void Forbidden_characters_go_and_the_rest_is_composed(string raw, string clean) => Assert.Equal(clean, SubmissionText.Clean(raw));

    [Fact]
    public void Lone_surrogates_become_replacement_characters()
    {
        Assert.Equal("a\uFFFDb", SubmissionText.Clean("a\uD800b"));
        Assert.Equal("\uFFFD😀", SubmissionText.Clean("\uDC00😀"));
    }

    [Fact]
    public void Noncharacters_are_no_error() => Assert.Equal("a\uFFFDb\uFFFF é", SubmissionText.Clean("a\uFFFEb\uFFFF e\u0301"));

    [Fact]
    public void Cleaning_twice_changes_nothing_more() => Texts.Tricky.Sample(text =>
    {
        var once = SubmissionText.Clean(text);
        Assert.Equal(once, SubmissionText.Clean(once));
        Assert.DoesNotContain(once, c => (char.IsControl(c) && c is not ('\n' or '\t')) || c == '\u202E');
    });

    [Fact]
    public void Ordinary_text_comes_out_in_NFC() => Texts.Tricky.Where(text => !HasLongRunOfMarks(text)).Sample(text =>
        Assert.True(SubmissionText.Clean(text).IsNormalized(NormalizationForm.FormC)));

    [Fact]
    public void Endless_run_of_marks_is_kept_as_it_is()
    {
        var marks = string.Concat(Enumerable.Repeat("\u0301\u0323", 500_000));

        Assert.Equal("x" + marks + "é", SubmissionText.Clean("x" + marks + "e\u0301"));
    }

    [Fact]
    public void Length_counts_characters_as_a_reader_does()
    {
        Assert.True(SubmissionText.FitsIn(string.Concat(Enumerable.Repeat("👍🏽", 10)), 10));
        Assert.False(SubmissionText.FitsIn(string.Concat(Enumerable.Repeat("👍🏽", 11)), 10));
        Assert.True(SubmissionText.FitsIn("e\u0301e\u0301", 2));
    }

    [Fact]
    public void Stacked_marks_are_bounded_by_four_code_points_to_a_character()
    {
        Assert.True(SubmissionText.FitsIn("x" + new string('\u0301', 39), 10));
        Assert.False(SubmissionText.FitsIn("x" + new string('\u0301', 40), 10));
    }

    [Fact]
    public void Length_agrees_with_StringInfo() => Gen.Select(Texts.Tricky, Gen.Int[0, 60]).Sample((text, max) =>
    {
        var clean = SubmissionText.Clean(text);
        var expected = new StringInfo(clean).LengthInTextElements <= max && clean.EnumerateRunes().Count() <= 4 * max;
        Assert.Equal(expected, SubmissionText.FitsIn(clean, max));
    });

    private static bool HasLongRunOfMarks(string text)
    {
        var run = 0;
        return text.Any(c => (run = CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark ? run + 1 : 0) > 15);
    }
}
