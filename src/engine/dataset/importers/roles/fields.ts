import type { ImportRole } from '#shared/schemas/dataset';
import { readDuration } from '../formats/durations';
import { isMissing } from '../formats/missing';
import { timeFormat } from '../formats/times';
import type { ColumnProfile } from '../profile/profile';

/** How to find the column of one field of a role. */
export interface FieldGuess {
  readonly field: string;
  /** Usual names of such columns (letters and digits only), the most certain first. */
  readonly names: readonly string[];
  /** How well the cells fit, 0 to 1: names propose columns, cells decide. */
  readonly suits: (column: ColumnProfile) => number;
}

const names = (text: string): string[] => text.split(' ');
const isId = (column: ColumnProfile): number =>
  column.given === 0 || column.values.every((value) => isMissing(value, true))
    ? 0
    : column.type === 'time' && !column.isInteger
      ? 0
      : column.isIndex
        ? 0.9
        : 1;
/** A written-out date is a date however many other cells are damaged; a number is ambiguous. */
const isTime = ({ time, type }: ColumnProfile): number =>
  time ? (timeFormat(time.unit).isNumber ? time.share : Math.max(0.5, time.share)) : type === 'empty' ? 0.1 : 0;
const isNumber = (column: ColumnProfile): number => (column.number || column.type === 'boolean' ? 1 : column.type === 'empty' ? 0.1 : 0);
const isKind = (column: ColumnProfile): number =>
  column.type === 'empty' ? 0 : column.values.length <= 60 && column.values.every((value) => value.length <= 50) ? 1 : 0;
const isText = (column: ColumnProfile): number =>
  column.type === 'empty' || column.type === 'boolean' ? 0.1 : column.type === 'number' ? 0.7 : 1;
const isDuration = (column: ColumnProfile): number => {
  if (column.number || column.values.some((value) => /^(\d+:)?\d{1,2}:\d{2}|^PT?\d/.test(value))) return 1;
  const read = column.values.filter((value) => !Number.isNaN(readDuration(value, 's', 'point'))).length;
  return read > 0.9 * column.values.length ? 1 : 0;
};

export const userNames = names(
  'userid user uid username userkey usersid viewer viewerid visitor visitorid client clientid customer customerid member memberid account accountid profileid reviewerid uuserid buyerid buyer listenerid readerid playerid subscriberid personid steamid authorid reviewername userpseudoid domainuserid sessionid session deviceid cookieid',
);
export const videoNames = names(
  'videoid video itemid item movieid movie contentid content productid product parentasin asin articleid article trackid track songid song bookid book isbn postid clipid episodeid showid mediaid newsid news artistid artist gameid game appid recipeid businessid hotelid listingid courseid adid docid documentid objectid photoid podcastid sku upc animeid anime tmdbid imdbid tconst contentassetid vid iid',
);

/** The same in other languages. */
const userNamesElsewhere = names(
  'benutzer benutzerid benutzername nutzer nutzerid kunde kundennummer utilisateur idutilisateur idclient usuario idusuario usuário idusuário cliente idcliente utente idutente gebruiker gebruikerid użytkownik idużytkownika пользователь idпользователя 用户 用户id 用户编号 ユーザー ユーザーid 会員id 사용자 사용자id 회원id',
);
const videoNamesElsewhere = names(
  'film filmid idfilm artikel artikelid artikelnummer produkt produktid idarticle idvideo vidéo idvidéo produit idproduit película pelicula idpelicula película producto idproducto artículo vídeo produto idproduto prodotto фильм idфильма видео товар idтовара 视频 视频id 商品 商品id 物品id 电影 电影id 動画 動画id 商品コード 映画 映画id 영상 영상id 영화 상품 상품id',
);

const timestamp: FieldGuess = {
  field: 'timestamp',
  names: names(
    'timestampms timestamp timems time ts eventtime eventtimestamp datetime unixtime unixreviewtime eventtimems createdat occurredat watchedat viewedat ratedat clickedat timecreated date ratingdate reviewdate eventdate reviewtime logtime when day tdat dt dateadded purchasedate orderdate endtime collectortstamp zeitpunkt zeitstempel uhrzeit datum horodatage dateheure fecha fechahora data datahora datetempo czas дата время датаивремя 时间 时间戳 日期 日時 視聴日時 タイムスタンプ 일시 시각 시청시각 날짜',
  ),
  suits: isTime,
};
const value: FieldGuess = {
  field: 'value',
  names: names(
    'rating ratings ratingvalue bookrating score stars overall watchratio watchfraction completion completionrate percentwatched eventvalue value vote preference playcount plays listens count weight watchtime playtime label liked target relevance feedback bewertung sterne note évaluation calificación calificacion puntuación valoración avaliação nota valutazione beoordeling ocena оценка рейтинг 评分 評価 평점 별점',
  ),
  suits: isNumber,
};
const kind: FieldGuess = {
  field: 'kind',
  names: names(
    'kind event eventtype eventname action actiontype actionname behavior behaviour behaviortype type interaction interactiontype',
  ),
  suits: isKind,
};
const user: FieldGuess = { field: 'user', names: [...userNames, ...userNamesElsewhere], suits: isId };
const video: FieldGuess = { field: 'video', names: [...videoNames, ...videoNamesElsewhere], suits: isId };

/** The fields of each role in the order in which they choose their columns. */
export const fieldGuesses: Readonly<Record<ImportRole, readonly FieldGuess[]>> = {
  interactions: [user, video, timestamp, value, kind],
  users: [{ ...user, names: [...userNames, 'id', ...userNamesElsewhere] }],
  videos: [
    { ...video, names: [...videoNames, 'id', ...videoNamesElsewhere] },
    {
      field: 'title',
      names: names(
        'title videotitle movietitle itemtitle booktitle primarytitle name itemname productname headline videoname caption titel titre título titulo titolo tytuł название наименование 标题 名称 タイトル 題名 제목',
      ),
      suits: isText,
    },
    {
      field: 'description',
      names: names(
        'description desc overview summary synopsis plot abstract body text about beschreibung descripción descripcion descrição descrizione opis описание 描述 说明 説明 설명',
      ),
      suits: isText,
    },
    {
      field: 'tags',
      names: names(
        'tags tag keywords keyword labels hashtags schlagwörter schlagworte stichwörter motsclés etiquetas palabrasclave теги 标签 タグ 태그',
      ),
      suits: isText,
    },
    {
      field: 'category',
      names: names(
        'category categories categoryname genre genres maincategory topic topics section subject videotagname listedin kategorie kategorien catégorie catégories categoría categorías categoria kategoria категория жанр genero género 类别 分类 类型 カテゴリ カテゴリー ジャンル 카테고리 장르',
      ),
      suits: isText,
    },
    {
      field: 'creator',
      names: names(
        'creator channel channeltitle channelname author authors bookauthor artist director uploader publisher brand store owner authorid channelid uploaderid kanal autor auteur autore canal chaîne автор канал 作者 频道 作者名 チャンネル 채널',
      ),
      suits: isText,
    },
    {
      field: 'publishedAt',
      names: names(
        'publishedatms publishedat published publishtime publishdate publicationdate releasedate released uploaddate uploadedat uploaddt createdat created creationtimestamp date year startyear yearofpublication veröffentlicht veröffentlichtam erscheinungsdatum datedesortie datedepublication fechadeestreno fechadepublicación датавыхода 发布时间 上映日期 公開日 게시일',
      ),
      suits: isTime,
    },
    {
      field: 'duration',
      names: names(
        'durationseconds duration durationms videoduration length runtime runtimeminutes lengthseconds seconds durationsec dauer länge durée duración duração durata długość длительность 时长 再生時間 길이',
      ),
      suits: isDuration,
    },
  ],
};

/** A column's name normalised for comparison: the last part of a path, without type, remark in brackets and punctuation. */
export const plainName = (header: string): string =>
  header
    .replace(/:(token|token_seq|float|float_seq|number|date|boolean|text|labels)$/, '')
    .replace(/\s*[([{].*$/, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.]/gu, '')
    .replace(/^.*\./, '');
