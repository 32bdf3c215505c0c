using CommentService.Moderation.Classifiers;

namespace CommentService.Moderation.Rules;

/// <summary>Every rule there is, in the order in which findings are listed. All that are on are asked, whatever the others say.</summary>
internal static class RuleCatalog
{
    public static IReadOnlyList<RuleDefinition> All { get; } =
    [
        // Who writes: known before a word is read.
        RuleDefinition.Of<BanSettings>(
            "ban", "Rejects what a banned author, email or address sends; a banned name alone is held.", s => new BanRule(s)),
        RuleDefinition.Of<HoneypotSettings>(
            "honeypot", "Holds a comment whose hidden form field was filled in, as programs do and readers cannot.", s => new HoneypotRule(s)),

        // How often and with what record.
        RuleDefinition.Of<FloodSettings>(
            "flood", "Holds what comes too fast from one author, one address or, if set, on one article.", s => new FloodRule(s)),
        RuleDefinition.Of<DuplicateSettings>(
            "duplicate", "Stops the same text, of 40 characters or more, sent again within a window.", s => new DuplicateRule(s)),
        RuleDefinition.Of<CampaignSettings>(
            "campaign", "Holds nearly the same text sent by several authors or on several articles within a window.", s => new CampaignRule(s)),
        RuleDefinition.Of<SurgeSettings>(
            "surge", "Holds an article's comments for a while when they come, or are held, far faster than before.", s => new SurgeRule(s)),
        RuleDefinition.Of<NewAuthorSettings>(
            "new-author", "Holds the comments of an author with too few approved ones.", s => new NewAuthorRule(s)),
        RuleDefinition.Of<AuthorHistorySettings>(
            "author-history", "Holds the comments of an author of whose last ones many were rejected.", s => new AuthorHistoryRule(s)),

        // What is written.
        RuleDefinition.Of<ImpersonationSettings>(
            "impersonation", "Holds a name that looks like one of staff or authors, in look-alike letters too.", s => new ImpersonationRule(s)),
        RuleDefinition.Of<BlockedWordsSettings>(
            "blocked-words", "Rejects a submission with a word of the given lists.", (s, words) => new WordsRule(s, words, "blocked")),
        RuleDefinition.Of<SuspectWordsSettings>(
            "suspect-words", "Holds a submission with a word of the given lists.", (s, words) => new WordsRule(s, words, "suspect")),
        RuleDefinition.Of<LinksSettings>(
            "links", "Holds too many, disguised or misplaced web addresses and rejects blocked domains.", s => new LinksRule(s)),
        RuleDefinition.Of<ShapeSettings>(
            "shape", "Holds shouting, long repetitions, stacked marks and heaps of symbols.", s => new ShapeRule(s)),
        RuleDefinition.Of<PersonalDataSettings>(
            "personal-data", "Holds card, account and phone numbers and email addresses in the comment.", s => new PersonalDataRule(s)),
        RuleDefinition.Of<ArticleTermsSettings>(
            "article-terms", "Holds names or terms on one article or section, with a reason and an end.", s => new ArticleTermsRule(s)),
        RuleDefinition.Of<SpamSettings>(
            "spam", "Asks the built-in classifier whether the submission is advertising: comment, name and website together.", s => new ClassifierRule(Classifier.Spam, s)),
        RuleDefinition.Of<AbuseSettings>(
            "abuse", "Asks the built-in classifier whether the comment attacks a person or a group.", s => new ClassifierRule(Classifier.Abuse, s)),

        // What others say of it.
        RuleDefinition.Of<ExternalSettings>(
            "external", "Asks an outside service: Akismet, a moderation endpoint or a callout. When it cannot be asked, the comment is held.", s => new ExternalRule(s)),

        // What an editor makes of all that. Stays last: it may ask what the others found.
        RuleDefinition.Of<ExpressionSettings>(
            "expression", "Holds or rejects a comment for which a condition that an editor wrote is true.", s => new ExpressionRule(s)),
    ];
}
