"""How each estimate was made, in plain words and three languages, with this very estimate's numbers."""

from __future__ import annotations

import numpy as np

from qonys.engines.estimation.births import BirthRates
from qonys.engines.estimation.broad_ages import AgeTable
from qonys.engines.estimation.internal_migration import Margins
from qonys.engines.estimation.mortality import year_of_life_expectancy
from qonys.engines.estimation.national_ages import RECOUNTED
from qonys.engines.estimation.series import published_years
from qonys.engines.estimation.totals import Totals
from qonys.engines.vocabulary.evidence import Evidence
from qonys.engines.vocabulary.rates import Method
from qonys.engines.vocabulary.territory import Names

RAKING = "Deming and Stephan (1940), Annals of Mathematical Statistics 11(4)"
MODEL_SCHEDULE = "Rogers and Castro (1981), Model Migration Schedules, IIASA RR-81-30"
STUDENT_PEAK = "Wilson (2010), Demographic Research 23"
LIFE_TABLE = "Andreev and Kingkade (2015), Demographic Research 33"
STABLE = "Lotka (1939), Théorie analytique des associations biologiques II"


def methods(
    evidence: Evidence, totals: Totals, table: AgeTable | None, rates: BirthRates, moves: Margins
) -> tuple[Method, ...]:
    """One or more lines for each subject, in the order in which the estimates were made."""
    regional_ages = _aged(evidence, table) if table else _ages_unknown()
    return (
        _totals(evidence, totals),
        _national_ages(evidence),
        regional_ages,
        _fertility(evidence, rates),
        _mortality(evidence),
        _internal_migration(moves, len(evidence.territories)),
        _external_migration(),
    )


def _line(subject: str, sources: tuple[str, ...], *, kk: str, ru: str, en: str) -> Method:
    """One method; the texts may be broken over lines here, not on the screen."""
    kazakh, russian, english = (" ".join(text.split()) for text in (kk, ru, en))
    return Method(subject, Names(kk=kazakh, ru=russian, en=english), sources)


def _totals(evidence: Evidence, totals: Totals) -> Method:
    base, units, known = evidence.base_year, totals.published.size, int(totals.published.sum())
    if np.isnan(totals.age_of_count).all():
        return _line(
            "base_population",
            (),
            kk="""Аумақтар бойынша халық саны жарияланбаған: елдің халқы аумақтарға тең бөлінді. Бұл бос
            орынды толтыру ғана.""",
            ru="""Численность населения территорий не опубликована: население страны разделено между
            ними поровну. Это лишь заполнение пробела.""",
            en="""The population of the territories is not published: the nation was divided between
            them in equal parts. This only fills a gap.""",
        )
    if known == units:
        return _line(
            "base_population",
            (),
            kk=f"{base} жылғы 1 қаңтардағы халық саны барлық {units} аумақ бойынша жарияланған санға тең.",
            ru=f"Численность на 1 января {base} года по всем территориям взята опубликованная ({units}).",
            en=f"The population of all {units} territories on 1 January {base} is the published one.",
        )
    rest = units - known
    return _line(
        "base_population",
        (),
        kk=f"""{base} жылғы 1 қаңтардағы халық саны {units} аумақтың {known} аумағы бойынша жарияланған
        күйінде алынды. Қалған {rest} аумақтың соңғы жарияланған саны соңғы жылдардағы өсу қарқынымен
        осы күнге жеткізілді де, барлық аумақтың қосындысы елдің жалпы санына тең болатындай етіп
        түзетілді. Ерлер мен әйелдердің үлесі әр аумақтың жынысы бойынша соңғы жарияланған санынан
        алынды.""",
        ru=f"""Численность на 1 января {base} года взята опубликованная для {known} территорий из
        {units}. Для остальных ({rest}) последняя опубликованная численность продлена с темпом роста
        последних лет и скорректирована так, чтобы сумма по территориям равнялась численности страны.
        Доли мужчин и женщин взяты из последних опубликованных данных каждой территории.""",
        en=f"""The population on 1 January {base} is the published one for {known} of {units}
        territories. For the other {rest} the latest published count was carried forward at the growth
        of recent years and scaled so that all territories add up to the nation. The shares of men and
        women come from each territory's latest published count by sex.""",
    )


def _national_ages(evidence: Evidence) -> Method:
    years = published_years(evidence.schedules.population)
    if not years.size:
        return _line(
            "base_population",
            (STABLE, LIFE_TABLE),
            kk="""Елдің жас құрамы жарияланбаған: ол өлім-жітім көрсеткіштері мен халықтың өсу
            қарқынынан есептелген тұрақты құрам ретінде алынды. Ең кіші жастар тіркелген тууларға
            сүйенеді.""",
            ru="""Возрастной состав страны не опубликован: взят устойчивый состав, рассчитанный по
            показателям смертности и темпу роста населения. Младшие возраста опираются на
            зарегистрированные рождения.""",
            en="""The nation's age structure is not published: a stable one was computed from the death
            rates and the growth of the population. The youngest ages rest on registered births.""",
        )
    past = years[years <= evidence.base_year]
    year = int(past[-1]) if past.size else int(years[0])
    return _line(
        "base_population",
        (LIFE_TABLE,),
        kk=f"""Елдің жас құрамы {year} жылғы 1 қаңтарға жарияланған құрамға сүйенеді. 0–{RECOUNTED - 1} жас
        тіркелген туулар мен балалардың тірі қалу ықтималдығы бойынша қайта саналды, өйткені бұрынғы
        болжамдар басқа туу санын көздеген; қалған жастар елдің жарияланған жалпы санына келтірілді.""",
        ru=f"""Возрастной состав страны опирается на состав, опубликованный на 1 января {year} года.
        Возраста 0–{RECOUNTED - 1} лет пересчитаны по зарегистрированным рождениям с учётом дожития, потому что
        прежние прогнозы исходили из другого числа рождений; остальные возраста приведены к
        опубликованной численности страны.""",
        en=f"""The nation's ages rest on the structure published for 1 January {year}. Ages 0 to
        {RECOUNTED - 1} were counted anew from registered births and their survival, because earlier projections
        assumed other births; the remaining ages were scaled to the nation's published total.""",
    )


def _ages_unknown() -> Method:
    return _line(
        "base_population",
        (RAKING,),
        kk="""Аумақтардың жас құрамы жарияланбаған: елдің құрамы алынып, ең кіші жастар туу санына қарай
        бөлінді. Бұл дөрекі бағалау.""",
        ru="""Возрастной состав территорий не опубликован: взят состав страны, младшие возраста
        распределены по числу рождений. Это грубая оценка.""",
        en="""The ages of the territories are not published: they follow the nation's, with the youngest
        shared out by births. This is a rough estimate.""",
    )


def _aged(evidence: Evidence, table: AgeTable) -> Method:
    cut = bool(table.split.any())
    heirs_kk = "Кейін бөлініп шыққан аумақтар бұрынғы облысының жас құрамын алды." if cut else ""
    heirs_ru = "Территории, выделенные позже, получили возрастной состав прежней области." if cut else ""
    heirs_en = "Units cut out of older ones took the ages of the unit they came from." if cut else ""
    return _line(
        "base_population",
        tuple(source for source in (_concordance_source(evidence, table), RAKING, MODEL_SCHEDULE) if source),
        kk=f"""Аумақтардың жас құрамы — бағалау. {table.year} жылғы ірі жас топтары негізге алынды: әр
        буын өз аумағындағы үлесімен базалық жылға дейін есейтілді, кейін туғандар туу санына қарай,
        содан бері көшкендер көшуге тән жастарға қарай бөлінді. {heirs_kk} Соңында кесте елдің жас
        құрамына және аумақтардағы ерлер мен әйелдер санына дәл келтірілді.""",
        ru=f"""Возрастной состав территорий — оценка. За основу взяты укрупнённые возраста {table.year}
        года: каждое поколение стало старше, сохранив долю своей территории; родившиеся позже
        распределены по числу рождений, переехавшие с тех пор — по возрастам, в которых переезжают.
        {heirs_ru} Затем таблица точно согласована с возрастами страны и с числом мужчин и женщин в
        территориях.""",
        en=f"""The ages of the territories are an estimate. It starts from the broad ages of
        {table.year}: each cohort grew older and kept its territory's share; children born since were
        shared out by births, and people who moved since by the ages at which people move. {heirs_en}
        The table was then made to agree exactly with the nation's ages and with the numbers of men and
        women in the territories.""",
    )


def _concordance_source(evidence: Evidence, table: AgeTable) -> str:
    """The source of the concordance that brought the age table to today's list, if one was needed."""
    for broad in evidence.regions.broad_ages:
        if broad.year == table.year and broad.concordance is not None:
            return broad.concordance.source
    return ""


def _fertility(evidence: Evidence, rates: BirthRates) -> Method:
    known, units = int(rates.published.sum()), len(evidence.territories)
    return _line(
        "fertility",
        (RAKING,),
        kk=f"""{units} аумақтың {known} аумағы бойынша туу деңгейі жарияланған туу санынан немесе туу
        коэффициенттерінен алынды; ештеңе жарияланбаған жерде ол балалар үлесі мен туу коэффициентінің
        байланысы арқылы жанама бағаланды. Аумақтардағы туулардың қосындысы елде тіркелген туулар санына
        тең. Ананың жасы бойынша бөлініс елдікіндей; туу деңгейі жоғары жерде ол сәл ертерек басталып,
        кеңірек таралады деп алынды.""",
        ru=f"""Уровень рождаемости взят из опубликованных чисел рождений или коэффициентов для {known}
        территорий из {units}; где ничего не опубликовано, он оценён косвенно — по связи доли детей с
        коэффициентом рождаемости. Сумма рождений по территориям равна зарегистрированной в стране.
        Распределение по возрасту матери — как в стране; при более высокой рождаемости оно принято
        немного более ранним и широким.""",
        en=f"""For {known} of {units} territories the level of fertility comes from published births or
        birth rates; where nothing is published it was inferred from the relation between the share of
        children and the birth rate. Births of the territories add up to those registered in the nation.
        The ages of mothers follow the nation's; where fertility is higher they are taken to be slightly
        earlier and more spread out.""",
    )


def _mortality(evidence: Evidence) -> Method:
    known, units = int(np.isfinite(year_of_life_expectancy(evidence)).sum()), len(evidence.territories)
    return _line(
        "mortality",
        (LIFE_TABLE,),
        kk=f"""{units} аумақтың {known} аумағы бойынша өмір сүру ұзақтығының елдікінен айырмасы соңғы
        қалыпты жылдан алынды (пандемия сияқты дағдарыс жылдары ескерілмейді), елдің өлім-жітім
        көрсеткіштері осы айырма шығатындай етіп көбейтілді. Айырмашылық 65 жастан кейін азайып, 100
        жасқа қарай жойылады. Ол жарияланбаған жерде қайтыс болғандар саны, ол да жоқ болса, елдің
        деңгейі алынды.""",
        ru=f"""Разность ожидаемой продолжительности жизни со страной взята за последний обычный год
        (кризисные годы, например пандемия, не учитываются) для {known} территорий из {units};
        показатели смертности страны умножены так, чтобы эта разность получилась. После 65 лет различие
        убывает и к 100 годам исчезает. Где она не опубликована, использовано число умерших, а без него
        — уровень страны.""",
        en=f"""For {known} of {units} territories the difference in life expectancy from the nation is
        that of the latest ordinary year (years of crisis, such as the pandemic, are left out); the
        nation's death rates were multiplied so that this difference results. It fades after 65 and is
        gone at 100. Where none is published, deaths were used, or else the nation's level.""",
    )


def _internal_migration(moves: Margins, units: int) -> Method:
    known = int(moves.published.sum())
    if not known:
        return _line(
            "internal_migration",
            (MODEL_SCHEDULE, STUDENT_PEAK),
            kk="""Аумақтар бойынша келгендер мен кеткендер толық жарияланбаған: көші-қон әдеттегі
            қарқынмен, халық саны мен арақашықтыққа сүйенген гравитациялық модельмен бағаланды. Бұл
            дөрекі бағалау.""",
            ru="""Прибытия и выбытия по территориям полностью не опубликованы: переезды оценены по
            обычной интенсивности и гравитационной модели с численностью населения и расстоянием. Это
            грубая оценка.""",
            en="""Arrivals and departures by territory are not fully published: moves were estimated
            with a usual intensity and a gravity model on population and distance. This is a rough
            estimate.""",
        )
    return _line(
        "internal_migration",
        (MODEL_SCHEDULE, STUDENT_PEAK, RAKING),
        kk=f"""Аумақтар арасындағы көші-қон — бағалау: кім қайдан қайда көшкені жарияланбаған. {units}
        аумақтың {known} аумағы бойынша соңғы үш жылда келгендер мен кеткендер орташаланды (соңғы жылдың
        салмағы ең үлкен), өйткені бұл сандар тіркеуді есептейді және тіркеу тәртібі өзгергенде күрт
        өзгереді. Көшу бағыттары арақашықтыққа сүйенген гравитациялық модельмен бөлініп, келгендер мен
        кеткендер санына дәл келтірілді. Көшу жасы студенттік шыңы бар Роджерс пен Кастроның үлгілік
        кестесінен алынды.""",
        ru=f"""Переезды между территориями — оценка: кто, откуда и куда переезжает, не опубликовано. Для
        {known} территорий из {units} усреднены прибытия и выбытия последних трёх лет (последний год
        весит больше всех), потому что эти числа считают регистрации и скачут при смене порядка учёта.
        По направлениям переезды распределены гравитационной моделью по расстоянию и точно согласованы с
        прибытиями и выбытиями. Возраст переезда — по модельной кривой Роджерса и Кастро со студенческим
        пиком.""",
        en=f"""Moves between territories are an estimate: who moves from where to where is not
        published. For {known} of {units} territories arrivals and departures of the latest three years
        were averaged (the latest counting most), because they count registrations and jump when
        registering changes. A gravity model on distance shares them out over the pairs, made to agree
        exactly with arrivals and departures. Ages of moving follow the Rogers-Castro model schedule
        with a student peak.""",
    )


def _external_migration() -> Method:
    return _line(
        "external_migration",
        (MODEL_SCHEDULE,),
        kk="""Шетелден келгендер мен шетелге кеткендердің аумақтарға бөлінуі — жорамал: кететіндер сол
        жастағы халық санына, келетіндер көшуге бейім жастағы халық санына қарай бөлінді.""",
        ru="""Распределение приезжающих из-за рубежа и уезжающих за рубеж по территориям — допущение:
        уезжающие распределены по численности населения того же возраста, приезжающие — по численности
        населения в подвижных возрастах.""",
        en="""How people who come from abroad and go abroad are shared between the territories is an
        assumption: those who leave by the people of the same age, those who come by the people of the
        ages at which people move.""",
    )
