"""Japanese: how sentences open, point elsewhere and argue, for judging whether one can stand alone.

Written without blanks, so patterns look at characters; whether a sentence ends in a predicate is seen from its ending.
"""

import regex

from app.hubs.analysis.lexicon import Lexicon, Stance
from app.hubs.analysis.words import word_set

LEXICON = Lexicon(
    language="ja",
    leading_loose=regex.compile(
        r"(?:しかし(?:ながら)?|だが|ところが|けれども|でも|そして|また|さらに|なお|ただし|つまり|すなわち|要するに|もちろん|実は|実際|まず|次に"
        r"|最後に|第[一二三四五]に|したがって|従って|ゆえに|よって|だから|ですから|なので|一方(?:で)?|えーと?|あの(?:ー|、)|まあ|はい|ええ|うん"
        r"|さて|では|じゃあ|それでは|やはり|結局|とにかく|かつ)[、,]\s*"
    ),
    leading_dangling=regex.compile(
        r"(?:これ|それ|あれ|ここ|そこ|あそこ|この|その|あの|こう(?!した状況)|そう|ああ|こんな|そんな|あんな|こちら|そちら|彼|彼女|前者|後者|同(?:様|じく|上|前)"
        r"|上記|下記|以上|以下|前述|後述|次の|しかし|だが|ところが|けれども|でも(?!、)|そして|また|さらに|なお|ただし|つまり|すなわち|したがって|従って|ゆえに"
        r"|よって|だから|ですから|なので|というのも|なぜなら|例えば|たとえば|そのため|このため|何人も(?=これ)|かつ|及び|または|もしくは|いずれ(?:も|の場合))"
    ),
    leading_expletive=regex.compile(
        r"(?:そもそも|この(?:国|世界|世|社会|時代|[0-9一二三四五六七八九十]+年)|それぞれ|あれこれ|そうそう|ああいう)"
    ),
    pointing=regex.compile(
        r"上記|下記|前述|後述|前掲|上述|次の(?:とおり|通り|図|表|章|節|よう)|以下の|図\s*[0-9０-９]|表\s*[0-9０-９]|第\s*[0-9０-９一二三四五六七八九十]+\s*[章節条項]"
        r"|[この](?:章|節|条|項|論文|記事|本|動画|番組|回)(?:で|に|の)|本(?:稿|書|章|節|論文|条)|\[\s*\d+\s*\]|(?:この|その|これら(?:の)?"
        r"|それら(?:の)?)(?:権利|問題|方法|点|場合|ため|よう|こと|目的|宣言|結果|とき|後|他|者|人|際|意味|規定|中)|これ(?:を|は|に|が|ら|と)|それ(?:を|は|に|が|ら"
        r"|と)(?!ぞれ)"
    ),
    boilerplate=regex.compile(
        r"©|無断転載|著作権|コピーライト|利用規約|プライバシーポリシー|会員登録|ログイン|メルマガ|続きを読む|クリック|広告|チャンネル登録|ご視聴|お問い合わせ|https?://|www\."
    ),
    chatter=regex.compile(
        r"(?:(?:はい|ええ|うん|そうです(?:ね|か)?|なるほど|ありがとうございます|こんにちは|よろしくお願いします|確かに|そうそう)[、。！!？?\s]*)+"
    ),
    disfluency=regex.compile(
        r"えーと?|あのー|そのー|なんか|みたいな|っていうか|まあ|…|--|(?:ですけど|ですが)、(?:ですけど|ですが)"
    ),
    finite=regex.compile(
        r"(?:る|た|だ|です|ます|ました|ない|ません|い|う|く|す|つ|ぬ|ぶ|む|ぐ|よ|ね|か|ろ|べき|であろう|だろう|でしょう|ください)[。．!！？?」』）)]*$"
    ),
    clause_end=regex.compile(r"[;；]|——?|(?<=(?:である|です|ます|した))(?:が|から|ので|し)、"),
    conditional=regex.compile(
        r"(?:もし|たとえ|仮に|.{0,20}(?:ならば|なら|すれば|であれば|ときは|場合は|とき、|場合、|ば、))"
    ),
    self_talk=regex.compile(r"と思います|と思う|かもしれません|ましょうか|んですけど"),
    plain_headings=regex.compile(
        r"第?\s*[0-9０-９一二三四五六七八九十]*\s*[章節条項部]?[.．、]?\s*(?:はじめに|序論|序文|前文|要約|概要|結論|まとめ|おわりに|結果|方法|考察|参考文献|付録|目次|謝辞)?"
    ),
    joins="{first}と{second}",
    stances={
        Stance.EVIDENCE: regex.compile(
            r"[0-9０-９]|[一二三四五六七八九十百千]+(?:%|％|割|倍|万|億|人|年|回)|パーセント|調査|データ|研究|平均|統計|実験"
        ),
        Stance.CONTRARIAN: regex.compile(
            r"ない|ません|しかし|だが|ではなく|一方|逆に|むしろ|にもかかわらず|誤解|何人も|けれど|のに"
        ),
        Stance.WARNING: regex.compile(
            r"危険|リスク|失敗|損|脅威|攻撃|危機|恐怖|恐れ|戦争|問題|被害|拷問|奴隷|差別|迫害|侵害|罰|罪|弱点|ミス"
        ),
        Stance.HOW_TO: regex.compile(
            r"べき|必要|方法|手順|ステップ|学[ぶび]|練習|避け|しましょう|使[うい]|始め|こつ|コツ|によって|てください"
        ),
        Stance.VISION: regex.compile(r"未来|将来|目標|希望|夢|実現|達成|機会|新し|発展|進歩|可能性|これから"),
        Stance.STORY: regex.compile(r"私[はがも]|僕|当時|ある日|あるとき|年前|でした|ました|だった|かつて|思い出"),
        Stance.CAUSE: regex.compile(r"ため|から、|ので|理由|原因|結果|なぜ|ゆえ|による|もたらす|基礎"),
        Stance.CALL: regex.compile(r"なければならない|しなければ|べきである|責任|義務|求め|呼びかけ|努力|約束|誓"),
    },
    not_themes=word_set(
        "こと もの ため よう とき 場合 人 者 年 月 日 時 分 中 上 下 前 後"
        " 他 点 方 所 話 今 今日 昨日 明日 何 誰 私 我々 これ それ すべて 全て 一"
        " 二 三 自分 自己 並び 並 及び 等 すべて人 本当 感じ 皆 みんな 皆さん 方々 一つ 二つ 第"
        " 享有 並びに 差別待遇 条 章 人間 何人 いずれ たち さん 完全 以上 以下"
    ),
    angles={
        Stance.EVIDENCE: "根拠：{topic}を裏づける事実",
        Stance.CONTRARIAN: "逆説：{topic}の常識を問い直す",
        Stance.WARNING: "警告：{topic}で問われているもの",
        Stance.HOW_TO: "実践：{topic}を形にする方法",
        Stance.VISION: "展望：{topic}がひらく可能性",
        Stance.STORY: "体験：{topic}をめぐる物語",
        Stance.CAUSE: "理由：{topic}の背景にあるもの",
        Stance.CALL: "呼びかけ：{topic}のためにできること",
        Stance.PRINCIPLE: "要点：{topic}について述べていること",
    },
)
