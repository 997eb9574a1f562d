namespace KybPlatform.UnitTests.Screening;

/// <summary>Common given and family names, every one with every other of its row: names of many people, and of nobody in particular.</summary>
internal static class OrdinaryNames
{
    private static readonly (string Given, string Family)[] Rows =
    [
        ("James Mary Robert Patricia Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Jessica Sarah Christopher Karen",
            "Smith Johnson Williams Brown Jones Miller Davis Anderson Taylor Moore Jackson Martin Thompson White Harris Clark Lewis"),
        ("Hans Peter Klaus Wolfgang Jürgen Sabine Ursula Monika Petra Stefan Lukas Leonie", "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch"),
        ("Jean Pierre Michel André Philippe Marie Nathalie Isabelle Sylvie Camille", "Bernard Dubois Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre"),
        ("María José Antonio Carmen Juan Ana Carlos Luis Laura Javier Pedro Sofía", "García Fernández González Rodríguez López Martínez Sánchez Pérez Gómez Ruiz Díaz"),
        ("Giovanni Marco Giulia Francesca Luca Chiara", "Rossi Russo Ferrari Esposito Bianchi Romano"),
        ("Ivan Sergei Dmitri Olga Natalia Alexei Elena Tatiana Mikhail Yulia", "Ivanov Petrov Sidorov Smirnov Kuznetsov Popov Sokolov Lebedev Novikov Volkov"),
        ("Rahul Priya Amit Sunita Vikram Anjali Raj Deepa Sanjay Kavita", "Sharma Patel Singh Gupta Reddy Nair Iyer Mehta Das"),
        ("Wei Fang Jing Lei Yan Hui Ying Xin Tao Xiaoming Guoqiang", "Wang Zhang Liu Chen Yang Huang Zhao Zhou Xu Zhu"),
        ("Min-jun Seo-yeon Ji-hoon Soo-jin Hyun-woo Eun-ji Dong-hyun", "Kim Lee Park Choi Jung Kang Yoon"),
        ("Chidi Amara Kwame Abena Tunde Oluwaseun Fatou Thabo", "Okafor Mensah Adeyemi Diallo Nkosi Traore Okonkwo Banda"),
        ("Emre Ayşe Fatma Zeynep Mustafa Elif", "Yılmaz Kaya Demir Çelik Yıldız Arslan"),
        ("Yuki Haruto Sakura Kenji Aiko Takashi", "Sato Suzuki Takahashi Tanaka Watanabe Ito"),
        ("Fatima Omar Aisha Youssef Layla Noor Samir Karim Rania Amal", "Haddad Khoury Mansour Hamdan Farouk Siddiqui Hashmi Shaheen Barakat"),
    ];

    public static IEnumerable<string> All =>
        from row in Rows
        from given in row.Given.Split(' ')
        from family in row.Family.Split(' ')
        select $"{given} {family}";
}
