namespace CommentService.Load.Content;

/// <summary>Ordinary words that no moderation rule should mind, as bytes ready to be copied.</summary>
internal static class Words
{
    public static readonly byte[][] Nouns = Bytes("""
        article author paragraph headline picture chart number table source quote reader editor page story report summary
        council mayor station bridge river street park school library hospital market museum theatre garden harbour tunnel
        train bus tram bicycle road crossing timetable ticket driver platform junction roundabout pavement
        teacher nurse builder farmer baker fisherman neighbour visitor student family village town region country
        kitchen recipe oven bread soup apple potato cheese coffee breakfast dinner picnic
        winter summer autumn morning evening weekend season storm forecast rainfall drought
        budget tax subsidy contract invoice project plan proposal decision meeting committee survey study experiment
        camera telescope battery engine printer keyboard screen cable antenna software update update manual
        orchestra concert novel poem painting film documentary lecture exhibition festival tournament referee
        """);

    public static readonly byte[][] Plurals = Bytes("""
        residents commuters passengers pupils parents shopkeepers gardeners cyclists pedestrians musicians engineers
        buildings fields forests lakes meadows orchards windows chimneys roofs benches lamps signs fences
        comments questions answers letters minutes figures costs prices results details examples measurements
        trees birds bees hedgehogs swallows sheep horses cows tomatoes carrots strawberries
        """);

    public static readonly byte[][] Verbs = Bytes("""
        explains describes mentions ignores repeats supports changes improves replaces follows connects reaches crosses
        needs deserves keeps finds shows covers measures compares confirms contradicts answers affects helps surprises
        opens closes moves turns carries brings joins leaves passes serves feeds protects repairs
        """);

    public static readonly byte[][] Adjectives = Bytes("""
        old new small large quiet busy narrow wide bright early late local regional public private careful honest
        detailed short long useful sensible practical modest expensive affordable simple difficult obvious curious
        wooden green yellow northern southern western eastern central distant nearby empty crowded warm cold dry wet
        """);

    public static readonly byte[][] Adverbs = Bytes("""
        really hardly usually often rarely clearly finally quickly slowly quietly probably certainly mostly partly
        nearly recently simply honestly apparently eventually
        """);

    public static readonly byte[][] FirstNames = Bytes("""
        Anna Ben Clara David Emma Felix Greta Henry Ida Jonas Karin Leon Maria Nils Olga Paul Rosa Simon Tina Victor
        Wilma Albert Beatrice Conrad Daphne Edgar Fiona George Hannah Ivan Judith Kenneth Laura Martin Nora Oscar Petra
        Quentin Rachel Stefan Theresa Ursula Vincent Wendy Yara Zoe Arthur Bridget Carl Doris
        """);

    public static readonly byte[][] LastNames = Bytes("""
        Archer Baker Carter Dyer Ellis Fisher Gardner Harper Irving Jensen Keller Larsen Miller Nolan Olsen Palmer Quinn
        Reed Sawyer Taylor Underhill Vance Walker Young Ziegler Abbott Brooks Chandler Dalton Eaton Forster Granger
        Hartley Ingram Jarvis Kendall Lambert Mercer Norris Osborne Parker Ramsey Shepherd Thatcher Upton Vernon Webster
        Yates Barlow Cooper
        """);

    private static byte[][] Bytes(string words) =>
        [.. words.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Distinct().Select(System.Text.Encoding.ASCII.GetBytes)];
}
