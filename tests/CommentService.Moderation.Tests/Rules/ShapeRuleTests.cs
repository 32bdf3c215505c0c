namespace CommentService.Moderation.Tests.Rules;

public sealed class ShapeRuleTests
{
    [Fact]
    public void Shouting_is_held() =>
        Assert.Equal(["shape"], Policies.Judge("WHY DOES NOBODY AT THE COUNCIL EVER ANSWER A LETTER, IS THERE ANYONE AT ALL WHO READS WHAT WE WRITE TO THEM").Rules());

    [Theory]
    [InlineData("THE COUNCIL TAKES OUR MONEY AND NEVER BUILDS A SINGLE ROAD!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("NOBODY ASKED US AND NOBODY EVER WILL ASK US ANYTHING!!!!!!!!!!!!")]
    [InlineData("WAKE UP! ALL OF YOU! THEY LIE! THEY STEAL! EVERY DAY! NOBODY SAYS A WORD! NOT ONE! COWARDS! SHAME ON YOU! SHAME!")]
    [InlineData("WIE LANGE SOLL DAS NOCH SO WEITERGEHEN？ WER HÖRT UNS ENDLICH ZU！！！！！！！！！！！！！！")]
    public void Exclamation_marks_make_fewer_capitals_shouting(string comment) => Assert.Contains("shape", Policies.Judge(comment).Rules());

    [Fact]
    public void Long_repetition_is_held_with_the_place()
    {
        var evidence = Assert.Single(Assert.Single(Policies.Judge("no wa" + new string('y', 30) + "!").Findings).Evidence);
        Assert.Equal((5, 30), (evidence.Start, evidence.Length));
    }

    [Fact]
    public void Stacked_marks_are_held() => Assert.Equal(["shape"], Policies.Judge("he" + new string('\u0335', 9) + "llo").Rules());

    [Fact]
    public void Heap_of_symbols_is_held() => Assert.Equal(["shape"], Policies.Judge("$$$ %%% ((( &&& $$$ %%% ### @@@ !!! ??? $$$ %%% ((( &&& $$$ %%% ### @@@").Rules());

    [Theory]
    [InlineData("👍👍")]
    [InlineData("😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂😂")]
    [InlineData("OK, NASA!")]
    [InlineData("WHAT A NIGHT!!! WE WON THE CUP AT LAST, AND AWAY FROM HOME!!!")]
    [InlineData("HAPPY BIRTHDAY, GRANDMA!!!!!!!!!!")]
    [InlineData("Wow!!!!!!!!!! What a goal!!!!!!!!!! The best of the whole season, and from a boy of nineteen!!!!!!!!!!")]
    [InlineData("BEST PARTY SONG OF THE YEAR, PLAY IT AGAIN TONIGHT!!!!")]
    [InlineData("if (a[i] != b[j]) { x += f(a[i++], b[j++]); } // (see #12)")]
    [InlineData("| 2019 | 1,204 | 33 % |\n| 2020 | 1,377 | 35 % |\n|------|-------|------|")]
    [InlineData("First my thoughts on the new road.\n------------------------------\nThen some about the bridge.")]
    [InlineData("यह एक बहुत अच्छा लेख है और मुझे यह पसंद आया क्योंकि इसमें सब कुछ साफ़ लिखा है")]
    [InlineData("ข่าวนี้ดีมากครับ ขอบคุณที่เขียนให้อ่านนะครับ ผมชอบมากจริง ๆ และจะกลับมาอ่านอีก")]
    [InlineData("המאמר הזה טוב מאוד ואני שמח שקראתי אותו היום בבוקר עם הקפה שלי ועם העוגה")]
    [InlineData("Tiếng Việt có nhiều dấu nhưng đây là văn bản bình thường của người Việt")]
    [InlineData("1,000,000,000,000,000,000,000,000")]
    [InlineData("Wait............................")]
    public void Ordinary_shapes_pass(string comment) => Assert.DoesNotContain(Policies.Judge(comment).Findings, f => f.Action != FindingAction.None);
}
