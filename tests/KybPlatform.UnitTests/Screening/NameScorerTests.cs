using AwesomeAssertions;
using CsCheck;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Scoring;
using Xunit;

namespace KybPlatform.UnitTests.Screening;

public sealed class NameScorerTests
{
    [Theory]
    [InlineData("Vladimir Putin", "PUTIN, Vladimir Vladimirovich")]                 // order and patronymic
    [InlineData("Vladimir Putin", "Владимир Владимирович Путин")]                   // script
    [InlineData("John Smith", "J. Smith")]                                          // initial
    [InlineData("Bob Smith", "Robert Smith")]                                       // pet name
    [InlineData("Dr. John Smith", "John Smith")]                                    // title
    [InlineData("John Smith", "John Michael Smith")]                                // left out
    [InlineData("Abdelrahman Qasim", "Abd al-Rahman Kassem")]                       // servant names
    [InlineData("علي حسن المجيد التكريتي", "ALI HASSAN AL-MAJID AL-TIKRITI")]       // script without vowels
    [InlineData("Xi Jinping", "习近平")]
    [InlineData("김정은", "Kim Jong Un")]
    [InlineData("Gerhard Schröder", "Gerhard Schroeder")]
    [InlineData("Patrick O'Neil", "Patrick ONeil")]
    [InlineData("Muammar Gaddafi", "Moamar Qadhafi")]
    [InlineData("Vladimir Putin", "Vlаdimir \u0420utin")]                           // Cyrillic letters that look like Latin ones
    [InlineData("Saddam Hussein", "\u0405\u0430ddam \u041Dussein")]
    [InlineData("Andreas Petrou", "\u0391ndreas \u03A1etr\u03BFu")]                  // Greek ones
    [InlineData("Владимир Путин", "Владимиp Пyтин")]                                // and the other way round
    [InlineData("Vladimir Putin", "Vla\u200Bdimir Pu\u00ADtin")]                    // signs that nobody sees
    public void One_person_written_in_two_ways_matches(string name1, string name2)
    {
        NameScorer.Compare(EntitySchema.Person, name1, name2).Match.Should().BeTrue();
    }

    [Theory]
    [InlineData("John Michael Smith", "John David Smith")]
    [InlineData("John Smith", "Jane Smith")]
    [InlineData("Ahmed Hassan", "Ahmed Hussein")]
    [InlineData("John", "John Smith")]
    [InlineData("J. S.", "John Smith")]                                             // initials alone identify nobody
    [InlineData("Mr", "Mr Smith")]
    [InlineData("张伟", "李伟")]
    [InlineData("", "John Smith")]
    [InlineData("---", "---")]
    public void Two_people_do_not(string name1, string name2)
    {
        NameScorer.Compare(EntitySchema.Person, name1, name2).Match.Should().BeFalse();
    }

    [Theory]
    [InlineData("Apple Inc", "Apple Limited")]
    [InlineData("LLC Gazprom", "ООО Газпром")]
    [InlineData("Общество с ограниченной ответственностью Ромашка", "Romashka LLC")]
    [InlineData("AT&T Inc.", "AT and T")]
    [InlineData("Aero Caribbean Airlines", "AEROCARIBBEAN AIRLINES")]
    [InlineData("Petróleos de Venezuela, S.A.", "PETROLEOS DE VENEZUELA")]
    [InlineData("Mitsubishi Heavy Coporation", "Mitsubishi Heavy Corporation")]     // a mistyped legal form is still one
    public void One_company_written_in_two_ways_matches(string name1, string name2)
    {
        NameScorer.Compare(EntitySchema.Company, name1, name2).Match.Should().BeTrue();
    }

    [Theory]
    [InlineData("Corp", "Corp")]
    [InlineData("Limited", "LTD")]
    [InlineData("Limited Liability Company", "LLC")]
    [InlineData("The Company, S.A. de C.V.", "The Company, S.A. de C.V.")]
    [InlineData("有限公司", "有限公司")]
    [InlineData("Corp", "Acme Corp")]
    [InlineData("GmbH & Co. KG", "GmbH & Co. KG")]
    public void A_company_reduced_to_its_legal_form_matches_nothing_not_even_itself(string name1, string name2)
    {
        var result = NameScorer.Compare(EntitySchema.Company, name1, name2);
        result.Score.Should().Be(0);
        result.Match.Should().BeFalse();
        result.Pieces.Should().ContainSingle().Which.Key.Should().Be("nothing_left");
    }

    [Theory]
    [InlineData("Deutsche Bank AG", "Dresdner Bank AG")]
    [InlineData("Brigade 1", "Brigade 2")]
    [InlineData("Gazprom", "Gazprombank")]
    [InlineData("General Motors Company", "General Electric Company")]
    [InlineData("Magus Holding", "Acme Holding")]
    public void Two_companies_do_not(string name1, string name2)
    {
        NameScorer.Compare(EntitySchema.Company, name1, name2).Match.Should().BeFalse();
    }

    [Fact]
    public void A_vessel_is_found_with_and_without_its_prefix_but_not_by_another_number()
    {
        NameScorer.Compare(EntitySchema.Vessel, "MV OCEAN STAR", "Ocean Star").Match.Should().BeTrue();
        NameScorer.Compare(EntitySchema.Vessel, "HORMUZ 2", "HORMUZ 12").Match.Should().BeFalse();
    }

    [Fact]
    public void Every_score_says_why()
    {
        var pieces = NameScorer.Compare(EntitySchema.Person, "Jon Michael Smith", "SMITH, John David").Pieces;
        pieces.Select(p => p.Key).Should().Contain(["token", "conflict"]);
        pieces.Should().Contain(p => p.Why == "smith = smith" && p.Similarity == 1);
        pieces.Should().Contain(p => p.Key == "conflict" && p.Why == "michael is not david");
    }

    [Fact]
    public void A_word_that_has_its_equal_is_not_joined_with_its_neighbour_to_resemble_another()
    {
        var pieces = NameScorer.Compare(EntitySchema.Vessel, "Zhang Hytkurpen H", "ZHANG HYTKURPEN H").Pieces;

        pieces.Should().OnlyContain(p => p.Key == "token" && p.Similarity == 1).And.HaveCount(3);
    }

    private static readonly Gen<string> Name =
        Gen.OneOf(Gen.OneOf("Ali", "Hassan", "al", "Abdul", "Kim", "Ri", "J.", "Smith", "ООО", "Путин", "张", "علي", "Trading", "Company", "Ltd", "12"),
            Gen.String[Gen.Char['a', 'z'], 1, 9], Gen.String[0, 6]).Array[1, 6].Select(words => string.Join(' ', words));

    private static readonly Gen<EntitySchema> Schema = Gen.OneOf(EntitySchema.Person, EntitySchema.Company, EntitySchema.Vessel);

    [Fact]
    public void The_order_of_the_two_names_does_not_matter_and_the_score_stays_within_0_and_1()
    {
        Gen.Select(Schema, Name, Name).Sample((schema, name1, name2) =>
        {
            var there = NameScorer.Compare(schema, name1, name2);
            var back = NameScorer.Compare(schema, name2, name1);
            return there.Score.Equals(back.Score) && there.Match == back.Match && there.Score is >= 0 and <= 1;
        });
    }

    [Fact]
    public void A_name_is_the_same_as_itself_or_identifies_nobody()
    {
        Gen.Select(Schema, Name).Sample((schema, name) => NameScorer.Compare(schema, name, name.ToUpperInvariant()).Score is 0 or >= 0.96);
    }

    [Fact]
    public void No_text_breaks_it()
    {
        Gen.Select(Schema, Gen.String, Gen.String).Sample((schema, name1, name2) => NameScorer.Compare(schema, name1, name2).Score is >= 0 and <= 1);
        NameScorer.Compare(EntitySchema.Person, new string('x', 100_000), string.Join(' ', Enumerable.Repeat("a", 50_000))).Match.Should().BeFalse();
    }
}
