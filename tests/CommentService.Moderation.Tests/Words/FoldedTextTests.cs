using CommentService.Moderation.Words;
using CsCheck;

namespace CommentService.Moderation.Tests.Words;

public sealed class FoldedTextTests
{
    [Theory]
    [InlineData("Straße ÉCOLE", "strasse ecole")]
    [InlineData("ＦＵＬＬ 𝐛𝐨𝐥𝐝 ﬃ", "full bold ffi")]
    [InlineData("z\u200Be\u00ADr\u2060o", "zero")]
    [InlineData("e\u0301\u0323x", "ex")]
    [InlineData("a \t\n\u00A0 b", "a b")]
    [InlineData("don’t", "don't")]
    [InlineData("가각 が か", "가각 が か")]
    [InlineData("İIıi", "iiii")]
    public void Disguises_are_undone(string text, string folded) => Assert.Equal(folded, FoldedText.Of(text).Text.ToString());

    [Fact]
    public void Broken_text_folds_to_replacement_characters() => Assert.Equal("\uFFFDx\uFFFD", FoldedText.Of("\uD800x\uFFFF").Text.ToString());

    [Fact]
    public void Every_folded_character_points_into_the_text() => Texts.Tricky.Sample(text =>
    {
        var folded = FoldedText.Of(text);
        var last = 0;
        for (var i = 0; i < folded.Length; i++)
        {
            var place = folded.Evidence(SubmissionField.Comment, i, i + 1);
            Assert.True(place.Start >= last && place.Length > 0);
            Assert.Equal(text.Substring(place.Start, place.Length), place.Match);
            Assert.False(char.IsLowSurrogate(place.Match[0]) && place.Start > 0 && char.IsHighSurrogate(text[place.Start - 1]));
            last = place.Start;
        }
    });

    [Fact]
    public void Folding_twice_changes_nothing_more() => Texts.Tricky.Sample(text =>
    {
        var once = FoldedText.Of(text).Text.ToString();
        Assert.Equal(once, FoldedText.Of(once).Text.ToString());
    });

    [Fact]
    public void Mark_belongs_to_its_letter() => Assert.Equal("e\u0301\u0323", FoldedText.Of("xe\u0301\u0323y").Evidence(default, 1, 2).Match);
}
