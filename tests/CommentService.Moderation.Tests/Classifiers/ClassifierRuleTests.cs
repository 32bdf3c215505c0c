using CommentService.Moderation.Classifiers;

namespace CommentService.Moderation.Tests.Classifiers;

public sealed class ClassifierRuleTests
{
    private const string Flattery = "I simply want to say that your article is amazing and the clearness of your post is great. Keep up the good work, I will be back soon.";

    [Fact]
    public void Flattery_beside_a_promoted_website_is_no_comment() =>
        Assert.NotEqual(Outcome.Approve, Judge(Flattery, "Cheap Loans Online", "https://www.cheap-loans-shop.xyz/payday-loans/").Outcome);

    [Fact]
    public void Short_thanks_of_a_reader_without_website_pass() =>
        Assert.Equal(Outcome.Approve, Judge("Thanks, this fixed my problem with the printer.", "Ann Baker").Outcome);

    [Fact]
    public void Reader_with_a_site_of_her_own_is_welcome() =>
        Assert.Equal(Outcome.Approve, Judge("We tried the same in our garden last year, but the slugs ate all the beans. Did you use nets?", "Ann Baker", "https://annbaker.com/").Outcome);

    [Theory]
    [InlineData("cheap payday loans", "https://loans.example/", "What you say about the fens is new to me, I have to think about it.")]
    [InlineData("https://loans.example", "https://loans.example/", "What you say about the fens is new to me, I have to think about it.")]
    [InlineData("nhà đất giá rẻ", "https://loans.example/2018/04/nha-dat/", "Tôi nghĩ bài viết này hay.")]
    [InlineData("카지노사이트", "https://loans.example/", "What you say about the fens is new to me, I have to think about it.")]
    [InlineData("הלוואות מהירות בחיפה", "https://loans.example/", "What you say about the fens is new to me, I have to think about it.")]
    [InlineData("Best Payday Loans Fast Cash No Credit Check", "https://loans.example/", "What you say about the fens is new to me, I have to think about it.")]
    [InlineData("低息贷款哪家好", "https://loans.example/", "המאמר הזה טוב מאוד ואני שמח שקראתי אותו היום")]
    [InlineData("Ann", "https://loans.example/", "[url=https://loans.example/]What you say about the fens is new to me, I have to think about it.[/url]")]
    public void Name_of_search_words_beside_a_website_is_held_whatever_the_comment(string name, string website, string comment) =>
        Assert.Equal("spam", Assert.Single(Judge(comment, name, website).Findings, f => f.Rule == "spam" && f.Action >= FindingAction.Hold).Rule);

    [Fact]
    public void Reader_who_writes_without_capitals_may_have_a_site_of_that_name() =>
        Assert.Equal(Outcome.Approve, Judge("What you say about the fens is new to me, I have to think about it.", "mary miller", "https://www.mary-miller.example/").Outcome);

    [Theory]
    [InlineData("Алексей Иванов", "https://ivanov.example/")]
    [InlineData("김민수", "https://minsu.example/")]
    [InlineData("محمد رضا", "https://reza.example/")]
    [InlineData("山田太郎", "https://yamada.example/")]
    public void Name_in_its_own_alphabet_is_welcome_beside_a_website(string name, string website) =>
        Assert.Equal(Outcome.Approve, Judge("What you say about the fens is new to me, I have to think about it.", name, website).Outcome);

    [Fact]
    public void Page_of_one_day_speaks_against_a_website()
    {
        var home = Score("https://fens.example/");
        Assert.True(Score("https://fens.example/2018/04/the-fens/") > home);
    }

    [Theory]
    [InlineData(0.19, false, Outcome.Approve)]
    [InlineData(0.2, false, Outcome.Hold)]
    [InlineData(0, true, Outcome.Hold)]
    public void What_was_refused_before_is_held_beside_a_website(double copied, bool isWebsiteRefused, Outcome expected)
    {
        var verdict = Remembered("https://annbaker.com/", copied, isWebsiteRefused);
        Assert.Equal(expected, verdict.Outcome);
        Assert.All(verdict.Findings.Where(f => f.Rule == "spam"), f => Assert.Contains("taken down here", f.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.49, Outcome.Approve)]
    [InlineData(0.5, Outcome.Hold)]
    public void Without_a_website_half_of_it_must_be_a_copy(double copied, Outcome expected) => Assert.Equal(expected, Remembered(null, copied, false).Outcome);

    [Fact]
    public void Who_wants_no_learning_gets_no_memory()
    {
        var policy = Policies.Read("""{ "rules": { "spam": { "learned": false } } }""");
        Assert.Equal(Outcome.Approve, Remembered("https://annbaker.com/", 1, true, policy).Outcome);
    }

    [Fact]
    public void Profile_of_the_readers_own_name_promotes_nothing() =>
        Assert.Equal(Outcome.Approve, Judge("What you say about the fens is new to me, I have to think about it.", "mary miller", "https://www.instagram.com/mary.miller?igshid=1").Outcome);

    [Fact]
    public void Profile_of_another_name_does_not_speak_for_search_words() =>
        Assert.NotEqual(Outcome.Approve, Judge("What you say about the fens is new to me, I have to think about it.", "cheap payday loans", "https://www.facebook.com/best-loans").Outcome);

    [Fact]
    public void Same_name_without_a_website_promotes_nothing() =>
        Assert.Equal(Outcome.Approve, Judge("What you say about the fens is new to me, I have to think about it.", "quiet reader of yours").Outcome);

    [Fact]
    public void Flattery_in_letters_of_two_alphabets_is_flattery() =>
        Assert.NotEqual(Outcome.Approve, Judge("I ѕimply wаnt to say that yоur article is аmazing. Keеp up the gооd work.", "Vince", "https://shop.example/").Outcome);

    [Fact]
    public void Attack_on_a_person_is_no_comment() =>
        Assert.NotEqual(Outcome.Approve, Judge("You are a pathetic stupid idiot and a disgusting liar, go to hell you moron.").Outcome);

    [Fact]
    public void Finding_has_score_and_the_words_that_it_rests_on()
    {
        var verdict = Judge("Earn $500 a day from home! Join now https://t.me/+abc and message @money_online on WhatsApp +1 800 555 0142");
        var finding = Assert.Single(verdict.Findings, f => f.Rule == "spam");
        Assert.InRange(finding.Score!.Value, 0.5, 1);
        Assert.NotEmpty(finding.Evidence);
    }

    [Fact]
    public void Evidence_is_the_very_text_at_its_place()
    {
        var input = new ModerationInput("Best Casino", "Play online casino 🎰 slots now, buy viagra cheap: http://casino-slots.xyz/", Website: "http://casino-slots.xyz/");
        foreach (var evidence in Policy.BuiltIn.Judge(input, Facts.None).Findings.SelectMany(f => f.Evidence))
        {
            var text = evidence.Field switch { SubmissionField.Name => input.Name, SubmissionField.Comment => input.Comment, _ => input.Website! };
            Assert.Equal(evidence.Match, text.Substring(evidence.Start, evidence.Length));
        }
    }

    [Theory]
    [InlineData("המאמר הזה טוב מאוד ואני שמח שקראתי אותו היום בבוקר עם הקפה שלי ועם העוגה")]
    [InlineData("ეს სტატია ძალიან კარგია და მიხარია რომ დღეს დილით წავიკითხე")]
    public void Unknown_language_is_not_judged_and_that_is_recorded(string comment)
    {
        var verdict = Judge(comment);
        Assert.Equal(Outcome.Approve, verdict.Outcome);
        Assert.All(["spam", "abuse"], rule => Assert.Equal(FindingAction.None, Assert.Single(verdict.Findings, f => f.Rule == rule).Action));
    }

    [Fact]
    public void Threshold_of_one_asks_for_nothing()
    {
        var policy = Policies.Read("""{ "rules": { "spam": { "hold": 1, "reject": 1 }, "abuse": { "hold": 1, "reject": 1 }, "links": { "mode": "off" }, "suspect-words": { "mode": "off" }, "blocked-words": { "mode": "off" } } }""");
        Assert.Equal(Outcome.Approve, Policies.Judge("Buy viagra online casino http://casino-slots.xyz/", policy: policy).Outcome);
    }

    [Fact]
    public void Threshold_that_is_no_share_is_refused_by_its_path() =>
        Assert.Equal(["$.rules.spam.hold"], Policies.Errors("""{ "rules": { "spam": { "hold": 1.5 } } }""").Keys);

    [Fact]
    public void Weights_survive_being_written_and_read() =>
        Assert.Equal(ClassifierModel.BuiltIn.Version, ClassifierModel.Read(ClassifierModel.BuiltIn.ToBytes()).Version);

    [Fact]
    public void Anything_else_is_no_model() => Assert.Throws<InvalidDataException>(() => ClassifierModel.Read("nothing"u8));

    [Fact]
    public void Repeating_a_text_does_not_make_it_worse()
    {
        var once = Features("What a lovely picture of the harbour ");
        var often = Features(string.Concat(Enumerable.Repeat("What a lovely picture of the harbour ", 50)));
        Assert.InRange(often, once, once + 2);
    }

    private static int Features(string comment)
    {
        var features = new FeatureSet();
        FeatureReader.Read(new ModerationInput("Ann", comment), 0, 0, features);
        return features.Of(FeatureGroup.Comment).Length;
    }

    private static double Score(string website)
    {
        var policy = Policies.Read("""{ "rules": { "spam": { "holdWithWebsite": 0 } } }""");
        var verdict = policy.Judge(new ModerationInput("Ann Baker", "What you say about the fens is new to me, I have to think about it.", Website: website), Facts.None);
        return Assert.Single(verdict.Findings, f => f.Rule == "spam").Score!.Value;
    }

    private static Verdict Remembered(string? website, double copied, bool isWebsiteRefused, Policy? policy = null) => (policy ?? Policy.BuiltIn).Judge(
        new ModerationInput("Ann Baker", "What you say about the fens is new to me, I have to think about it.", Website: website),
        Facts.None with { Learned = new LearnedFact(1, 0, 0) { Copied = copied, IsWebsiteRefused = isWebsiteRefused } });

    private static Verdict Judge(string comment, string name = "Ann", string? website = null) =>
        Policy.BuiltIn.Judge(new ModerationInput(name, comment, Website: website), Facts.None);
}
